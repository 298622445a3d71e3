import { expect, test } from 'vitest';
import { linkAddress } from '../../src/text/address.ts';

test.each([
  ['https://runbooks.example/a b?q=ü#x', 'https://runbooks.example/a%20b?q=%C3%BC#x'],
  ['HTTP://Example.ORG:80', 'http://example.org/'],
  ['mailto:oncall@example.org?subject=ring 1', 'mailto:oncall@example.org?subject=ring%201'],
  ['https://grafana.example@evil.example/', 'https://evil.example/'],
  ['https://user:secret@prometheus.example/graph', 'https://prometheus.example/graph'],
  ['https://exam\u202eple.example\u0007/\u001b]0;owned', null],
  ['https://example.org/\u001b]8;;x\u0007\u009c\u202e', 'https://example.org/%1B]8;;x%07%C2%9C%E2%80%AE'],
  ['https://b\u00fccher.example/', 'https://xn--bcher-kva.example/'],
  ['mailto:a\u001b]0;t\u0007@example.org', 'mailto:a%1B]0;t%07@example.org'],
  ['javascript:alert(1)', null],
  ['java\nscript:alert(1)', null],
  ['file:///etc/passwd', null],
  ['data:text/html,<script>', null],
  ['ssh://example.org', null],
  ['//example.org', null],
  ['runbook', null],
  ['', null],
])('a link to %j leads to %j', (given, address) => {
  expect(linkAddress(given)).toBe(address);
});
