/** Lines of one stream at some seconds. */
interface Said {
  readonly stream: Readonly<Record<string, string>>;
  readonly text: string;
  readonly at: readonly number[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What Loki answers: series as `name=value,…: points`, `-` for no point; or that it fails; or what it would and a tape refuses to. */
type Answer = readonly string[] | 'fails' | 'refused';

/** A query at the seconds it is asked for. */
type Evaluation = readonly [query: string, at: readonly number[], answer: Answer];

export interface Scenario {
  readonly about: string;
  readonly said: readonly Said[];
  readonly evaluations: readonly Evaluation[];
}

const EVERY_20 = [20, 40, 60, 80];
const AT = [60];

/**
 * What Loki answers to metric queries, as its own tests and its source have it: which lines are in a range, what becomes
 * labels, who wins where names clash, and what makes a query fail.
 */
export const SCENARIOS: readonly Scenario[] = [
  {
    about: 'a range begins after and ends with its ends',
    said: [{ stream: { svc: 'pay' }, text: 'abcd', at: [0, 10, 20, 30, 40, 50, 60] }],
    evaluations: [
      ['count_over_time({svc="pay"}[30s])', [30, 60, 90, 120], ['svc=pay: 3 3 - -']],
      ['rate({svc="pay"}[30s])', AT, ['svc=pay: 0.1']],
      ['bytes_over_time({svc="pay"}[30s])', AT, ['svc=pay: 12']],
      ['bytes_rate({svc="pay"}[20s])', AT, ['svc=pay: 0.4']],
      ['count_over_time({svc="pay"}[20s] offset 50s)', [60, 100], ['svc=pay: 2 2']],
      ['count_over_time({svc="pay"}[1m30s])', [100], ['svc=pay: 5']],
      ['count_over_time(({svc="pay"} |= "b")[30s])', AT, ['svc=pay: 3']],
      ['count_over_time({svc="pay"}[30s] |= "b")', AT, ['svc=pay: 3']],
      ['count_over_time({svc="none"}[1m])', AT, []],
      ['count_over_time({svc="pay"}[1.5m])', AT, 'fails'],
      ['count_over_time({svc="pay"})', AT, 'fails'],
      ['count_over_time({svc=~".*"}[1m])', AT, 'fails'],
      ['count_over_time({svc!="x"}[1m])', AT, 'fails'],
      ['count_over_time({svc=""}[1m])', AT, 'fails'],
      ['count_over_time({svc="pay"}[1m]) by (svc)', AT, 'fails'],
      ['count_over_time({svc="pay"} | unwrap n [1m])', AT, 'fails'],
      ['sum_over_time({svc="pay"}[1m])', AT, 'fails'],
    ],
  },
  {
    about: 'a number that is taken from lines is not a number of lines',
    said: [{ stream: { svc: 'pay', n: '2' }, text: 'n=3', at: EVERY_20 }],
    evaluations: [
      ['rate({svc="pay"} | unwrap n [30s])', AT, 'refused'],
      ['sum_over_time({svc="pay"} | logfmt | unwrap n_extracted [1m])', AT, 'refused'],
      ['quantile_over_time(0.5, {svc="pay"} | unwrap n [1m])', AT, 'refused'],
      ['absent_over_time({svc="none"}[1m])', AT, 'refused'],
    ],
  },
  {
    about: 'lines are filtered by their text',
    said: [
      { stream: { svc: 'web' }, text: 'GET /a 200', at: EVERY_20 },
      { stream: { svc: 'web' }, text: 'get /b 503', at: [30, 50] },
    ],
    evaluations: [
      ['count_over_time({svc="web"} |= "GET" [1m])', AT, ['svc=web: 3']],
      ['count_over_time({svc="web"} |= "" [1m])', AT, ['svc=web: 5']],
      ['count_over_time({svc="web"} != "" [1m])', AT, []],
      ['count_over_time({svc="web"} |~ "(?i)get /[ab]" [1m])', AT, ['svc=web: 5']],
      ['count_over_time({svc="web"} !~ "50\\\\d$" [1m])', AT, ['svc=web: 3']],
      ['count_over_time({svc="web"} |= `/a` or "503" [1m])', AT, ['svc=web: 5']],
      ['count_over_time({svc="web"} != "/a" or "503" [1m])', AT, []],
      ['count_over_time({svc="web"} |= "get" |= "503" != "200" [1m])', AT, ['svc=web: 2']],
      ['count_over_time({svc="web"} |= "G\\x45T" [1m])', AT, ['svc=web: 3']],
      ['count_over_time({svc="web"} |~ "(" [1m])', AT, 'fails'],
      ['count_over_time({svc="web"} |> "<_> 200" [1m])', AT, 'refused'],
      ['count_over_time({svc="web"} |= ip("10.0.0.0/8") [1m])', AT, 'refused'],
      ['count_over_time({svc="web"} # |= "GET"\n |= "503" [1m])', AT, ['svc=web: 2']],
    ],
  },
  {
    about: 'a field of logfmt is named like a label, and the first one counts',
    said: [
      { stream: { svc: 'a' }, text: 'x-y=1 7z=2 dup=one dup=two m="a b" e= alone', at: [20, 40, 60] },
      { stream: { svc: 'b' }, text: 'ok=1 bad="never ends', at: [20, 40] },
      { stream: { svc: 'c' }, text: 'u="\\u00e9\\n" a=b=c last=1 "q" z=', at: [20] },
      { stream: { svc: 'd' }, text: 'a=1 b="\\q" c=2', at: [20] },
    ],
    evaluations: [
      ['count_over_time({svc="a"} | logfmt [1m])', [40, 60], ['svc=a,x_y=1,_7z=2,dup=one,m=a b: 2 3']],
      ['count_over_time({svc="a"} | logfmt --keep-empty [1m])', AT, ['svc=a,x_y=1,_7z=2,dup=one,m=a b,e=,alone=: 3']],
      ['sum by (dup) (count_over_time({svc="a"} | logfmt [1m]))', AT, ['dup=one: 3']],
      ['count_over_time({svc="b"} | logfmt [1m])', AT, ['svc=b,ok=1: 2']],
      ['count_over_time({svc="b"} | logfmt --strict [1m])', AT, 'fails'],
      ['count_over_time({svc="b"} | logfmt --strict | __error__="" [1m])', AT, []],
      ['count_over_time({svc="b"} | logfmt --strict | __error__="LogfmtParserErr" [1m])', AT, 'fails'],
      ['sum by (ok) (count_over_time({svc="b"} | logfmt --strict [1m]))', AT, ['ok=1: 2']],
      ['sum by (__error__) (count_over_time({svc="b"} | logfmt --strict [1m]))', AT, ['__error__=LogfmtParserErr: 2']],
      ['count_over_time({svc="c"} | logfmt [1m])', AT, ['svc=c,u=é\n,last=1: 1']],
      ['count_over_time({svc="d"} | logfmt [1m])', AT, ['svc=d,a=1,c=2: 1']],
      ['count_over_time({svc="a"} | logfmt k="dup" [1m])', AT, 'refused'],
    ],
  },
  {
    about: 'JSON becomes fields as it is written',
    said: [
      {
        stream: { svc: 'a' },
        text: '{"n":1.50,"big":12345678901234567890,"o":{"p":{"q r":true}},"l":[1],"x":null,"d":"1","d":"2","3":"y"}',
        at: [20, 40, 60],
      },
      { stream: { svc: 'lax' }, text: '{"a":1,} and more', at: [20] },
      { stream: { svc: 'esc' }, text: '{"s":"\\u00e4\\"\\/","bad":"\\q"}', at: [20] },
      { stream: { svc: 'cut' }, text: '{"level":"info","rest":"never', at: [20] },
      { stream: { svc: 'cut' }, text: 'no JSON', at: [40] },
      { stream: { svc: 'cut' }, text: '{"level":"warn"}', at: [60] },
    ],
    evaluations: [
      [
        'count_over_time({svc="a"} | json [1m])',
        [40, 60],
        ['svc=a,n=1.50,big=12345678901234567890,o_p_q_r=true,d=1,_3=y: 2 3'],
      ],
      ['count_over_time({svc="lax"} | json [1m])', AT, ['svc=lax,a=1: 1']],
      ['count_over_time({svc="esc"} | json [1m])', AT, ['svc=esc,s=ä"/,bad=: 1']],
      ['count_over_time({svc="cut"} | json [1m])', AT, 'fails'],
      ['count_over_time({svc="cut"} | json [1m])', [20], 'fails'],
      ['count_over_time({svc="cut"} | json | __error__="" [1m])', AT, ['svc=cut,level=warn: 1']],
      ['sum by (level) (count_over_time({svc="cut"} |= "{" | json [1m]))', AT, ['level=info: 1', 'level=warn: 1']],
      ['sum(count_over_time({svc="cut"} | json [1m]))', AT, [': 3']],
      ['sum(count_over_time({svc="cut"} | json | level="info" [1m]))', AT, [': 1']],
      ['avg(count_over_time({svc="cut"} | json [1m]))', AT, 'fails'],
      [
        'count_over_time({svc="cut"} | json | drop __error__, __error_details__ [1m])',
        AT,
        ['svc=cut,level=info: 1', 'svc=cut: 1', 'svc=cut,level=warn: 1'],
      ],
      ['count_over_time({svc="a"} | json k="o.p" [1m])', AT, 'refused'],
    ],
  },
  {
    about: 'structured metadata is labels, and names that clash are told apart',
    said: [
      {
        stream: { svc: 'a', sp: 's', sm: 's', all: 's' },
        text: 'sp=p mp=p all=p own=p',
        at: [20, 40, 60],
        metadata: { mp: 'm', sm: 'm', all: 'm', lvl: 'error' },
      },
      { stream: { svc: 'b' }, text: 'x', at: EVERY_20, metadata: { lvl: 'error' } },
      { stream: { svc: 'b' }, text: 'x', at: [30, 50], metadata: { lvl: 'info' } },
      { stream: { svc: 'b', empty: '' }, text: 'x', at: [59], metadata: {} },
    ],
    evaluations: [
      [
        'count_over_time({svc="a"} [1m])',
        AT,
        ['svc=a,sp=s,sm=s,sm_extracted=m,all=s,all_extracted=m,mp=m,lvl=error: 3'],
      ],
      [
        'count_over_time({svc="a"} | logfmt [1m])',
        AT,
        ['svc=a,sp=s,sp_extracted=p,mp=m,mp_extracted=p,sm=s,sm_extracted=m,all=s,all_extracted=p,lvl=error,own=p: 3'],
      ],
      ['sum(count_over_time({svc="a"} | logfmt | sp="s" | mp_extracted="p" [1m]))', AT, [': 3']],
      ['sum(count_over_time({svc="a"} | logfmt | sp="p" [1m]))', AT, []],
      ['sum(count_over_time({svc="a"} | logfmt | all_extracted="m" [1m]))', AT, []],
      ['count_over_time({svc="b"}[1m])', AT, ['svc=b,lvl=error: 3', 'svc=b,lvl=info: 2', 'svc=b: 1']],
      ['count_over_time({svc="b"} | lvl!="error" [1m])', AT, ['svc=b,lvl=info: 2', 'svc=b: 1']],
      ['sum by (lvl) (count_over_time({svc="b"}[1m]))', AT, ['lvl=error: 3', 'lvl=info: 2', ': 1']],
      ['sum without (lvl) (count_over_time({svc="b"}[1m]))', AT, ['svc=b: 6']],
    ],
  },
  {
    about: 'a field is compared with a number, a duration or a size as Go reads it',
    said: [
      { stream: { svc: 'n' }, text: 'code=200', at: EVERY_20 },
      { stream: { svc: 'n' }, text: 'code=200.0', at: [30, 50] },
      { stream: { svc: 'n' }, text: 'code=-5', at: [55] },
      { stream: { svc: 'n' }, text: 'other=1', at: [57] },
      { stream: { svc: 't' }, text: 'took=1h30m', at: [20] },
      { stream: { svc: 't' }, text: 'took=1.5s', at: [30] },
      { stream: { svc: 't' }, text: 'took=24h', at: [40] },
      { stream: { svc: 's' }, text: 'size=3mb', at: [20] },
      { stream: { svc: 's' }, text: 'size="1,5.5 KiB"', at: [30] },
      { stream: { svc: 'odd' }, text: 'v=oops w=1', at: [20] },
      { stream: { svc: 'day' }, text: 'took=1d', at: [20] },
    ],
    evaluations: [
      ['count_over_time({svc="n"} | logfmt | code="200" [1m])', AT, ['svc=n,code=200: 3']],
      ['count_over_time({svc="n"} | logfmt | code=200 [1m])', AT, ['svc=n,code=200: 3', 'svc=n,code=200.0: 2']],
      ['sum(count_over_time({svc="n"} | logfmt | code<0 [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc="n"} | logfmt | code>=2e2 [1m]))', AT, [': 5']],
      ['sum(count_over_time({svc="n"} | logfmt | code>-10 [1m]))', AT, [': 6']],
      ['sum(count_over_time({svc="n"} | logfmt | code>0x10 [1m]))', AT, 'fails'],
      ['sum(count_over_time({svc="n"} | logfmt | code=="200" [1m]))', AT, 'fails'],
      ['sum(count_over_time({svc="t"} | logfmt | took=90m [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc="t"} | logfmt | took=1d [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc="t"} | logfmt | took<=1500ms [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc="s"} | logfmt | size>1MB [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc="s"} | logfmt | size>1mb [1m]))', AT, 'fails'],
      ['sum(count_over_time({svc="s"} | logfmt | size>=56832B [1m]))', AT, [': 1']],
      ['count_over_time({svc="odd"} | logfmt | v>1 [1m])', AT, 'fails'],
      ['count_over_time({svc="odd"} | logfmt | v>1 | __error__="" [1m])', AT, []],
      ['count_over_time({svc="odd"} | __error__="" | logfmt | v>1 [1m])', AT, 'fails'],
      ['count_over_time({svc="odd"} | logfmt | __error_details__="" | v>1 [1m])', AT, 'fails'],
      ['count_over_time({svc="odd"} | logfmt | v>1 | __error__>0 [1m])', AT, []],
      ['count_over_time({svc="odd"} | logfmt | v>1 and w>5 [1m])', AT, []],
      ['count_over_time({svc="odd"} | logfmt | w=1 or v>1 [1m])', AT, ['svc=odd,v=oops,w=1: 1']],
      ['count_over_time({svc="odd"} | logfmt | v>1 or w=1 [1m])', AT, 'fails'],
      ['count_over_time({svc="day"} | logfmt | took=1d [1m])', AT, 'fails'],
      ['count_over_time({svc="odd"} | logfmt | v=ip("10.0.0.0/8") [1m])', AT, 'refused'],
    ],
  },
  {
    about: 'and binds before or, and a comma takes all that follows',
    said: [
      { stream: { svc: 'a' }, text: 'x=1 y=1 z=1', at: [20] },
      { stream: { svc: 'a' }, text: 'x=1 y=0 z=0', at: [30] },
      { stream: { svc: 'a' }, text: 'x=0 y=1 z=1', at: [40] },
      { stream: { svc: 'a' }, text: 'x=0 y=1 z=0', at: [50] },
    ],
    evaluations: [
      ['sum(count_over_time({svc="a"} | logfmt | x="1" or y="1" and z="1" [1m]))', AT, [': 3']],
      ['sum(count_over_time({svc="a"} | logfmt | x="1" or y="1", z="1" [1m]))', AT, [': 3']],
      ['sum(count_over_time({svc="a"} | logfmt | y="1", x="1" or z="1" [1m]))', AT, [': 2']],
      ['sum(count_over_time({svc="a"} | logfmt | y="0", z="1" or x="1" [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc="a"} | logfmt | z="1" and y="0" or x="1" [1m]))', AT, [': 2']],
      ['sum(count_over_time({svc="a"} | logfmt | (x="1" or y="1") and z="1" [1m]))', AT, [': 2']],
      ['sum(count_over_time({svc="a"} | logfmt | x="1" or y="1" | z="1" [1m]))', AT, [': 2']],
      ['sum(count_over_time({svc="a"} | logfmt | x="1" or y="1" or z="0" [1m]))', AT, [': 4']],
    ],
  },
  {
    about: 'an expression matches the whole of a value, but for those Loki searches by',
    said: [
      { stream: { svc: 'web' }, text: 'name=alpha', at: [20] },
      { stream: { svc: 'web' }, text: 'name=real', at: [30] },
      { stream: { svc: 'web2' }, text: 'other=1', at: [40] },
    ],
    evaluations: [
      ['sum(count_over_time({svc=~"we"}[1m]))', AT, []],
      ['sum(count_over_time({svc=~"web|x"}[1m]))', AT, [': 2']],
      ['sum(count_over_time({svc=~"web.*"}[1m]))', AT, [': 3']],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name=~"alph" [1m]))', AT, []],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name=~"al.*" [1m]))', AT, [': 2']],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name!~"al.*" [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name=~"a.*a" [1m]))', AT, [': 1']],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name=~".*" [1m]))', AT, [': 3']],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name=~".+" [1m]))', AT, [': 2']],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name=~"(al|x).*" [1m]))', AT, 'refused'],
      ['sum(count_over_time({svc=~"web.*"} | logfmt | name="" [1m]))', AT, [': 1']],
    ],
  },
  {
    about: 'series are brought together by labels',
    said: [
      { stream: { svc: 'a', zone: 'x' }, text: 'm', at: [20, 40, 60] },
      { stream: { svc: 'a', zone: 'y' }, text: 'm', at: [50] },
      { stream: { svc: 'b', zone: 'x' }, text: 'm', at: [10, 30, 50] },
    ],
    evaluations: [
      ['sum(count_over_time({svc=~".+"}[1m]))', [30, 60], [': 3 7']],
      ['sum by (svc) (count_over_time({svc=~".+"}[1m]))', AT, ['svc=a: 4', 'svc=b: 3']],
      ['sum(count_over_time({svc=~".+"}[1m])) by (svc)', AT, ['svc=a: 4', 'svc=b: 3']],
      ['sum without (svc) (count_over_time({svc=~".+"}[1m]))', AT, ['zone=x: 6', 'zone=y: 1']],
      ['min by (svc) (count_over_time({svc=~".+"}[1m]))', AT, ['svc=a: 1', 'svc=b: 3']],
      ['max(count_over_time({svc=~".+"}[1m]))', AT, [': 3']],
      ['avg by (svc) (count_over_time({svc=~".+"}[1m]))', AT, ['svc=a: 2', 'svc=b: 3']],
      ['count(count_over_time({svc=~".+"}[1m]))', AT, [': 3']],
      ['count by (svc) (rate({svc=~".+"}[1m]))', AT, ['svc=a: 2', 'svc=b: 1']],
      ['sum by (svc) (sum by (svc, zone) (count_over_time({svc=~".+"}[1m])))', AT, ['svc=a: 4', 'svc=b: 3']],
      ['sum(count_over_time({svc="none"}[1m])) or vector(0)', AT, [': 0']],
      ['sum by (zone) (count_over_time({svc="b"}[1m])) or vector(1.5)', AT, ['zone=x: 3', ': 1.5']],
      ['(sum(count_over_time({svc="b"}[1m])))', AT, [': 3']],
      ['topk(1, count_over_time({svc=~".+"}[1m]))', AT, 'refused'],
      ['sum(count_over_time({svc="a"}[1m])) / 2', AT, 'refused'],
      ['sum(rate({svc="a"}[1m])) > 0', AT, 'refused'],
      ['sum(count_over_time({svc="a"}[1m])) or sum(count_over_time({svc="b"}[1m]))', AT, 'refused'],
      ['stddev(count_over_time({svc=~".+"}[1m]))', AT, 'refused'],
      ['vector(1)', AT, 'refused'],
      ['count_over_time({svc="a"} | label_format k=svc [1m])', AT, 'refused'],
      ['count_over_time({svc="a"} | line_format "x" [1m])', AT, 'refused'],
      ['count_over_time({svc="a"} | drop zone [1m])', AT, ['svc=a: 4']],
      ['sum by (zone) (count_over_time({svc="a"} | drop zone [1m]))', AT, [': 4']],
      ['count_over_time({svc="a"} | drop zone="x" [1m])', AT, 'refused'],
      ['count_over_time({svc="a"} | regexp "(?P<k>.)" [1m])', AT, 'refused'],
    ],
  },
];
