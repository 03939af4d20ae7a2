import assert from 'node:assert/strict';
import fc from 'fast-check';
import { certainEdits, certainFixes } from '../../server/src/certainEdits';
import type { EditFix, Fix } from '../../server/src/rules/rule';
import { applyEdits } from '../../server/src/text/span';

/** Edits as `start-end text`. */
function fix(...edits: readonly string[]): EditFix {
  return {
    kind: 'edits',
    title: edits.join(),
    edits: edits.map((written) => {
      const [, start, end, newText = ''] = /^(\d+)-(\d+) (.*)$/.exec(written) ?? [];
      return { span: { start: Number(start), end: Number(end) }, newText };
    }),
  };
}

const applied = (text: string, ...fixes: readonly (Fix | null)[]): string =>
  applyEdits(text, certainEdits(fixes.map((each) => ({ fix: each }))));

describe('the edits that are certain', () => {
  it('are those of fixes that wait for nobody', () => {
    const span = { start: 0, end: 0 };
    const pin: Fix = { kind: 'pin', title: '', reference: 'x', span, file: null };
    const question = { kind: 'checksum', url: 'https://example.com' } as const;
    const ask: Fix = { kind: 'ask', title: '', question, span, before: '', after: '' };
    assert.equal(applied('abc', pin, ask, null, fix('1-2 B')), 'aBc');
  });

  /** Fixes of `abcdef` → what comes of them. */
  const CASES: readonly (readonly [fixes: readonly EditFix[], after: string])[] = [
    [[fix('0-1 A'), fix('5-6 F')], 'AbcdeF'],
    [[fix('5-6 F'), fix('0-1 A')], 'AbcdeF'],
    [[fix('0-2 A'), fix('2-4 B')], 'ABef'],
    [[fix('0-3 A'), fix('2-4 B')], 'Adef'],
    [[fix('2-4 B'), fix('0-3 A')], 'abBef'],
    [[fix('0-6 A'), fix('2-3 B')], 'A'],
    [[fix('2-3 B'), fix('0-6 A')], 'abBdef'],
    // Each as a whole or not at all.
    [[fix('0-1 A'), fix('0-1 X', '5-6 F')], 'Abcdef'],
    [[fix('0-1 X', '5-6 F'), fix('0-1 A')], 'XbcdeF'],
    [[fix('5-6 F', '0-1 X'), fix('2-3 C')], 'XbCdeF'],
    // Two insertions at one place, and one beside a replacement, have no certain order.
    [[fix('1-1 x'), fix('1-1 y')], 'axbcdef'],
    [[fix('1-1 x'), fix('1-2 B')], 'axbcdef'],
    [[fix('1-2 B'), fix('2-2 x')], 'aBcdef'],
    [[fix('1-1 x'), fix('3-3 y')], 'axbcydef'],
    // A fix that meets itself is none.
    [[fix('0-3 A', '2-4 B'), fix('0-1 A')], 'Abcdef'],
    [[fix()], 'abcdef'],
  ];
  for (const [fixes, after] of CASES) {
    it(`${fixes.map(({ title }) => `[${title}]`).join(' ')} → ${after}`, () => {
      assert.equal(applied('abcdef', ...fixes), after);
    });
  }

  it('never overlap, and hold every fix that meets none of those before it', () => {
    const edit = fc
      .tuple(fc.nat(20), fc.nat(5))
      .map(([start, length]) => ({ span: { start, end: Math.min(start + length, 20) }, newText: 'x' }));
    const fixes = fc.array(fc.array(edit, { maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(fixes, (all) => {
        const findings = all.map((edits) => ({ fix: { kind: 'edits', title: '', edits } as const }));
        applyEdits('-'.repeat(20), certainEdits(findings));
        const first = findings.find(({ fix: { edits } }) => edits.length === 1);
        if (first && first === findings[0]) assert.equal(certainFixes(findings)[0], first.fix);
      }),
    );
  });
});
