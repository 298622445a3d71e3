import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMATS, WRITTEN } from '../../src/pictures/formats.ts';
import { DARK, groundOf, LIGHT } from '../../src/pictures/ground.ts';
import { Compositor } from '../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { run } from '../../src/screen/canvas/runs.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import { savePicture } from '../../src/screen/save.ts';
import type { ColorLevel } from '../../src/terminal/capabilities.ts';
import { safe } from '../../src/text/safe.ts';
import { sanitiseLine } from '../../src/text/sanitise.ts';

/** A row of a text that fails, at some depth of colours. */
async function cells(level: ColorLevel, theme = 'dark', text = safe('a < b & "c"')) {
  const at = { x: 0, y: 0, width: 20, height: 1 };
  const look = { theme: await loadTheme(theme, level), glyphs: glyphsFor(true), unicode: true, links: false, level };
  return new Compositor().compose([{ at, lines: [[run(text, 'fail', { bold: true })]] }], look, 20, 1);
}

describe('a picture of cells', () => {
  test.each([3, 2, 1] as const)('has its colours at depth %i, as SVG and as HTML', async (level) => {
    const rows = await cells(level);
    expect(WRITTEN.svg.write(rows, 't')).toMatch(/fill="#[0-9a-f]{6}"(?: font-weight="bold")?>a\u00a0&lt;\u00a0b/);
    expect(WRITTEN.html.write(rows, 't')).toMatch(/<span style="color:#[0-9a-f]{6}(?:;font-weight:bold)?">a &lt; b/);
  });

  test('has none where none were seen', async () => {
    const rows = await cells(0);
    expect(WRITTEN.svg.write(rows, 't')).toContain('<text x="0" y="14"');
    expect(WRITTEN.svg.write(rows, 't')).not.toMatch(/<text[^>]* fill=/);
  });

  test('keeps the cells of what another font may be taken for, in HTML', async () => {
    const html = WRITTEN.html.write(await cells(0, 'dark', safe('─⣀日x')), 't');
    expect(html).toContain('─<i>⣀</i><i class="w">日</i>x');
  });

  test('is text without blanks at the ends of rows', async () => {
    expect(WRITTEN.text.write(await cells(3), 't')).toBe('a < b & "c"\n');
  });

  test.each([
    ['dark', DARK],
    ['light', LIGHT],
  ])('of the theme %s stands on the ground that it is read on', async (theme, ground) => {
    expect(groundOf(await cells(3, theme))).toEqual(ground);
  });

  test.each(FORMATS)('as %s obeys nothing that a server wrote', async (format) => {
    const evil = sanitiseLine('</text><script>alert(1)</script>');
    const written = WRITTEN[format].write(await cells(3, 'dark', evil), '</title><script>x</script>');
    if (format === 'text') expect(written).not.toContain('\u001b');
    else expect(written).not.toContain('<script');
  });
});

describe('a picture is saved', () => {
  const what = { format: 'text', title: safe('t'), stem: 'unused' } as const;

  test('at a path, and says where; a file that is there stays as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringdeck-picture-'));
    const path = join(folder, 'room.txt');
    const rows = await cells(3);
    expect(await savePicture(rows, { ...what, path })).toEqual({ ok: true, message: `Saved ${path}` });
    await writeFile(path, 'mine');
    expect(await savePicture(rows, { ...what, path })).toEqual({
      ok: false,
      message: `Not saved: ${path} is there already`,
    });
    expect(await readFile(path, 'utf8')).toBe('mine');
    await rm(folder, { recursive: true });
  });

  test('under a name of its own, the next one where that is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringdeck-picture-'));
    const stem = join(folder, 'ringdeck-ssm');
    for (const name of ['ringdeck-ssm.txt', 'ringdeck-ssm-2.txt'])
      expect(await savePicture(await cells(3), { ...what, stem, path: null })).toEqual({
        ok: true,
        message: `Saved ${join(folder, name)}`,
      });
    expect((await readdir(folder)).sort()).toEqual(['ringdeck-ssm-2.txt', 'ringdeck-ssm.txt']);
    await rm(folder, { recursive: true });
  });

  test('nowhere where there is no folder', async () => {
    const path = join(tmpdir(), 'ringdeck-no-such-folder', 'room.txt');
    expect((await savePicture([], { ...what, path })).message).toBe(`Not saved: the folder of ${path} does not exist`);
  });

  test('nowhere below a file, and it is told how to name another place', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringdeck-picture-'));
    await writeFile(join(folder, 'file'), '');
    const stem = join(folder, 'file', 'room');
    expect((await savePicture([], { ...what, stem, path: null })).message).toBe(
      `Not saved: ${stem}.txt lies below a file, which is no folder; :save svg PATH says where else`,
    );
    await rm(folder, { recursive: true });
  });
});
