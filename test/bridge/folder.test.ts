import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { ReportFolder } from '../../src/bridge/folder.ts';
import { millis } from '../../src/units.ts';
import { COLLECTED, collected } from './reports.ts';

const NOW = millis(Date.UTC(2026, 2, 1, 12));
const MINUTE = 60_000;
let folder: string;
let reports: ReportFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringdeck-bridge-'));
  reports = new ReportFolder(folder);
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Writes a file that is so many minutes old. */
function put(name: string, content: string | Uint8Array, minutes = 0): void {
  writeFileSync(join(folder, name), content);
  age(name, minutes);
}
const age = (name: string, minutes: number) => {
  const at = (NOW - minutes * MINUTE) / 1000;
  utimesSync(join(folder, name), at, at);
};

async function scan(minutesLater = 0) {
  const { reports: found, rejected } = await reports.scan(millis(NOW + minutesLater * MINUTE));
  return {
    found: found.map(({ report, arrivedAt }) => `${report.hostname} ${(NOW - arrivedAt) / MINUTE}`),
    rejected: rejected.map(({ file, reason }) => `${file.slice(folder.length + 1)} ${reason}`),
  };
}

it('reads reports by name, oldest first, there and right below, each once', async () => {
  mkdirSync(join(folder, 'PILOT-01', 'deep'), { recursive: true });
  put('metrics-ring0-20260301-1150.json', collected({ hostname: 'B' }), 5);
  put('metrics-ring0-20260301-1155.json', `\uFEFF${collected({ hostname: 'A' })}`, 10);
  put('PILOT-01/metrics-ring1-20260301-1200.json', Buffer.from(COLLECTED, 'utf16le'), 0);
  put('PILOT-01/deep/metrics-ring1-20260301-1200.json', COLLECTED);
  put('metrics-ring0-20260301.json', COLLECTED);
  put('other.json', COLLECTED);
  put('metrics-ring0-20260301-1155.json.tmp', COLLECTED);
  expect(await scan()).toEqual({ found: ['A 10', 'B 5', 'INT-01 0'], rejected: [] });
  expect(await scan()).toEqual({ found: [], rejected: [] });
});

it('takes the name where two files are of one age, as after a copy', async () => {
  put('metrics-ring0-20260301-1155.json', collected({ hostname: 'SECOND' }), 1);
  put('metrics-ga-20260301-1150.json', collected({ hostname: 'FIRST' }), 1);
  expect((await scan()).found).toEqual(['FIRST 1', 'SECOND 1']);
});

it('reads a file again that is written again', async () => {
  put('metrics-ring0-20260301-1200.json', collected({ hostname: 'A' }), 1);
  expect((await scan()).found).toEqual(['A 1']);
  put('metrics-ring0-20260301-1200.json', collected({ hostname: 'LONGER' }), 0);
  expect((await scan()).found).toEqual(['LONGER 0']);
});

it('waits for a file that is half written, and gives it up after a minute', async () => {
  put('metrics-ring0-20260301-1200.json', COLLECTED.slice(0, 100));
  put('metrics-ring0-20260301-1159.json', '');
  expect(await scan()).toEqual({ found: [], rejected: [] });
  appendFileSync(join(folder, 'metrics-ring0-20260301-1200.json'), COLLECTED.slice(100));
  age('metrics-ring0-20260301-1200.json', 0);
  expect(await scan(0.5)).toEqual({ found: ['INT-01 0'], rejected: [] });
  expect(await scan(1)).toEqual({ found: [], rejected: ['metrics-ring0-20260301-1159.json it is not JSON'] });
  expect(await scan(2)).toEqual({ found: [], rejected: [] });
});

it('follows no link, waits for no pipe, and reads no more than a report can have', async () => {
  put('secret', COLLECTED);
  symlinkSync(join(folder, 'secret'), join(folder, 'metrics-ring0-20260301-1201.json'));
  execFileSync('mkfifo', [join(folder, 'metrics-ring0-20260301-1202.json')]);
  mkdirSync(join(folder, 'metrics-ring0-20260301-1203.json'));
  put('metrics-ring0-20260301-1204.json', collected({ padding: 'x'.repeat(70_000) }));
  put('metrics-ring0-20260301-1205.json', collected({ ring: '../..' }));
  expect(await scan()).toEqual({
    found: [],
    rejected: [
      'metrics-ring0-20260301-1204.json it is longer than 65,536 bytes, the most that is read',
      'metrics-ring0-20260301-1205.json ring: expected the id of a ring',
    ],
  });
});

it('takes a file from the future for one of now', async () => {
  put('metrics-ring0-20260301-1200.json', COLLECTED, -30);
  expect((await scan()).found).toEqual(['INT-01 0']);
});

it('says that a folder cannot be read', async () => {
  await expect(new ReportFolder(join(folder, 'gone')).scan(NOW)).rejects.toThrow('ENOENT');
});
