import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generatedFiles } from '../../../server/src/generatedFiles';
import { lint, type Finding } from '../../../server/src/lint';
import { rules } from '../../../server/src/rules';
import { ruleLines, rulesPage } from '../../../server/src/rules/documentation';
import type { Example, Rule } from '../../../server/src/rules/rule';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import { applyEdits } from '../../../server/src/text/span';
import { surroundingsIn } from '../../support/rulePicture';
import { documentIn, workspaceWith } from '../../support/workspace';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const COMMIT = DIGEST.slice('sha256:'.length, 'sha256:'.length + 40);
const PINNED = `sha256:${'fedcba9876543210'.repeat(4)}`;

/** What a rule finds, also one that is off; a registry knows what the example says of its first reference, and nothing else. */
function findings(rule: Rule, { kind, answer, files = {} }: Example, text: string): Finding[] {
  const path = kind === 'dockerfile' ? 'Dockerfile' : 'compose.yaml';
  const workspace = workspaceWith({ ...files, [path]: text });
  const isOff = rule.severity.production === 'off';
  const settings = { ...DEFAULT_SETTINGS, rules: new Map(isOff ? [[rule.id, 'hint'] as const] : []) };
  const found = lint(documentIn(workspace, path), settings, {
    development: false,
    surroundings: surroundingsIn(workspace, `/w/${path}`),
    checks: ({ digest }) => (digest === DIGEST ? undefined : answer?.check),
  });
  return found.filter((finding) => finding.rule === rule);
}

function textOf(source: string): string {
  return source.replaceAll('{digest}', DIGEST).replaceAll('{pinned}', PINNED).replaceAll('{commit}', COMMIT);
}

/** The text after a fix, with every pin answered by DIGEST. */
function fixed(text: string, { fix }: Finding): string {
  assert.ok(fix);
  switch (fix.kind) {
    case 'edits':
      return applyEdits(text, fix.edits);
    case 'pin':
      return applyEdits(text, [{ span: fix.span, newText: `@${DIGEST}` }]);
    case 'ask': {
      const answer = fix.question.kind === 'checksum' ? DIGEST.replace('sha256:', '') : COMMIT;
      return applyEdits(text, [{ span: fix.span, newText: fix.before + answer + fix.after }]);
    }
  }
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
        assert.equal(rulesPage().split('\n')[ruleLines().get(rule.id)! - 1], `### ${rule.id}`);
      });

      for (const example of rule.examples) {
        it(`finds ${JSON.stringify(example.bad)} once, and nothing in what it becomes`, () => {
          const bad = textOf(example.bad);
          const found = findings(rule, example, bad);
          assert.equal(found.length, 1);
          const clean = textOf(example.good);
          assert.deepEqual(findings(rule, example, clean), []);
          if (found[0]!.fix) assert.equal(fixed(bad, found[0]!), clean);
        });

        it(`says nothing of ${JSON.stringify(example.bad)} that only a registry can know`, () => {
          const { answer: _, ...unasked } = example;
          const found = findings(rule, unasked, textOf(example.bad));
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
