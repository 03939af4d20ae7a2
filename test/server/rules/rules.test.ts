import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generatedFiles } from '../../../server/src/generatedFiles';
import { lint, type Finding } from '../../../server/src/lint';
import { rules } from '../../../server/src/rules';
import { ruleLines, rulesPage } from '../../../server/src/rules/documentation';
import type { Example } from '../../../server/src/rules/rule';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import { parseDocument } from '../../../server/src/syntax/parseDocument';
import { applyEdits } from '../../../server/src/text/span';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const PINNED = `sha256:${'fedcba9876543210'.repeat(4)}`;

/** A registry that knows what the example says of the reference that it begins with, and nothing else. */
function findings({ kind, answer }: Example, text: string): Finding[] {
  return lint(parseDocument(kind, text), DEFAULT_SETTINGS, {
    development: false,
    checks: ({ digest }) => (digest === DIGEST ? undefined : answer?.check),
  });
}

function textOf(source: string): string {
  return source.replaceAll('{digest}', DIGEST).replaceAll('{pinned}', PINNED);
}

/** The text after a fix, with every pin answered by DIGEST. */
function fixed(text: string, { fix }: Finding): string {
  assert.ok(fix);
  if (fix.kind === 'edits') return applyEdits(text, fix.edits);
  return applyEdits(text, [{ span: fix.span, newText: `@${DIGEST}` }]);
}

describe('every rule', () => {
  for (const rule of rules) {
    describe(rule.id, () => {
      it('is named in kebab case and says what it is, why, and for whom', () => {
        assert.match(rule.id, /^[a-z]+(-[a-z]+)*$/);
        assert.doesNotMatch(rule.id, /^no-/);
        assert.match(rule.summary, /^[^\n]+\.$/);
        assert.ok(rule.why.length > 100);
      });

      it('has an example for each kind of document that it reads', () => {
        const kinds = (['dockerfile', 'compose'] as const).filter(
          (kind) => rule.ignores !== undefined || rule[kind] !== undefined,
        );
        assert.deepEqual(
          kinds.filter((kind) => !rule.examples.some((example) => example.kind === kind)),
          [],
        );
      });

      it('has a section in the documentation', () => {
        assert.equal(rulesPage().split('\n')[ruleLines().get(rule.id)! - 1], `## ${rule.id}`);
      });

      for (const example of rule.examples) {
        it(`finds ${JSON.stringify(example.bad)} once, and nothing in what it becomes`, () => {
          const bad = textOf(example.bad);
          const found = findings(example, bad);
          assert.deepEqual(
            found.map((finding) => finding.rule.id),
            [rule.id],
          );
          const clean = textOf(example.good);
          assert.deepEqual(findings(example, clean), []);
          if (found[0]!.fix) assert.equal(fixed(bad, found[0]!), clean);
        });

        it(`says nothing of ${JSON.stringify(example.bad)} that only a registry can know`, () => {
          const { answer: _, ...unasked } = example;
          const found = findings(unasked, textOf(example.bad));
          assert.equal(found.length, example.answer ? 0 : 1);
        });
      }
    });
  }

  it('is listed once', () => {
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  });
});

describe('generated files', () => {
  for (const { path, content } of generatedFiles((file) => readFileSync(file, 'utf8'))) {
    it(`${path} is what the rules say (npm run generate)`, () => {
      assert.equal(readFileSync(path, 'utf8'), content);
    });
  }
});
