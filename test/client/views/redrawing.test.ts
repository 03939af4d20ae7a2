import assert from 'node:assert/strict';
import { redrawing, ROOT, type Given } from '../../../client/src/views/redrawing';
import type { TreeNode } from '../../../client/src/views/treeNode';
import { icon, treeRow } from '../../../client/src/views/rows/treeRow';

describe('a repaint', () => {
  const tree = (words: Readonly<Record<string, string>> = {}) => [
    node('shop', words, [node('web', words, [node('web-1', words, [])]), node('db', words, [])]),
    node('blog', words, [node('site', words, [])]),
  ];

  it('asks for nothing where all looks as it did', () => {
    const { again, kept } = redrawing(given(tree()), tree());
    assert.deepEqual(again, []);
    assert.deepEqual(
      kept.map(({ id }) => id),
      ['shop', 'blog', 'web', 'db', 'web-1', 'site'],
    );
  });

  it('asks again for the lines that changed, and leaves those above and beside them alone', () => {
    assert.deepEqual(redrawing(given(tree()), tree({ 'web-1': 'drifted' })).again, ['web-1']);
    assert.deepEqual(redrawing(given(tree()), tree({ db: 'x', site: 'y' })).again, ['db', 'site']);
  });

  it('asks for a line once, with all that is below it', () => {
    const { again, kept } = redrawing(given(tree()), tree({ shop: 'x', 'web-1': 'y' }));
    assert.deepEqual(again, ['shop']);
    assert.deepEqual(
      kept.map(({ id, description }) => `${id} ${description}`.trim()),
      ['shop x', 'blog', 'site'],
    );
  });

  it('sees lines that come and go', () => {
    const [shop] = tree();
    assert.deepEqual(redrawing(given(tree()), [shop!]).again, [ROOT]);
    const grown = [node('shop', {}, [...shop!.children, node('new', {}, [])]), tree()[1]!];
    assert.deepEqual(redrawing(given(tree()), grown).again, ['shop']);
  });

  it('has another object take the place of a line of which commands would take something else', () => {
    const one = (digest: string) => [
      treeRow({
        ...ROW,
        id: 'a',
        label: 'a',
        children: () => [treeRow({ ...ROW, id: 'b', label: 'b', copies: { digest, reference: null } })],
      }),
    ];
    assert.deepEqual(redrawing(given(one('sha256:1')), one('sha256:2')).again, ['a']);
    assert.deepEqual(redrawing(given(one('sha256:1')), one('sha256:1')).again, []);
  });

  it('does not look below what was never opened', () => {
    let looked = 0;
    const closed = () => treeRow({ ...ROW, id: 'a', label: 'a', children: () => [node('b', {}, [])] });
    const hidden = treeRow({
      ...ROW,
      id: 'b',
      label: 'b',
      children: () => {
        looked++;
        return [];
      },
    });
    const before: Given = {
      nodes: new Map([['a', closed()]]),
      children: new Map([[ROOT, ['a']]]),
      tooltips: new Map(),
    };
    const after = treeRow({ ...ROW, id: 'a', label: 'a', children: () => [hidden] });
    assert.deepEqual(redrawing(before, [after]).again, []);
    assert.equal(looked, 0);
  });

  it('makes nothing below a line that is certain to have something there', () => {
    let made = 0;
    const certain = () =>
      treeRow({
        ...ROW,
        id: 'a',
        label: 'a',
        opens: true,
        children: () => {
          made++;
          return [];
        },
      });
    const before: Given = {
      nodes: new Map([['a', certain()]]),
      children: new Map([[ROOT, ['a']]]),
      tooltips: new Map(),
    };
    assert.deepEqual(redrawing(before, [certain()]).again, []);
    assert.equal(made, 0);
  });

  it('replaces a tooltip that is being shown', () => {
    const one = (text: string) => [treeRow({ ...ROW, id: 'a', label: 'a', tooltip: () => text })];
    const before = given(one('before'));
    assert.deepEqual(redrawing(before, one('after')).again, [], 'nobody has seen the tooltip');
    const seen = { ...before, tooltips: new Map([['a', 'before']]) };
    assert.deepEqual(redrawing(seen, one('after')).again, ['a']);
    assert.deepEqual(redrawing(seen, one('before')).again, []);
  });

  it('sees that a line can be opened now', () => {
    assert.deepEqual(redrawing(given([node('a', {}, [])]), [node('a', {}, [node('b', {}, [])])]).again, [
      'a',
    ]);
  });
});

const ROW = { tooltip: () => '', icon: icon('package'), spoken: '' };

function node(id: string, words: Readonly<Record<string, string>>, children: readonly TreeNode[]): TreeNode {
  return treeRow({ ...ROW, id, label: id, description: words[id] ?? '', children: () => children });
}

/** As if everything had been opened. */
function given(roots: readonly TreeNode[]): Given {
  const all = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
    nodes.flatMap((each) => [each, ...all(each.children)]);
  return {
    nodes: new Map(all(roots).map((each) => [each.id, each])),
    children: new Map([
      [ROOT, roots.map(({ id }) => id)],
      ...all(roots).map((each) => [each.id, each.children.map(({ id }) => id)] as const),
    ]),
    tooltips: new Map(),
  };
}
