import assert from 'node:assert/strict';
import { USUAL_CHOICES } from '../../../client/src/views/choices';
import { givenLines } from '../../../client/src/views/givenLines';
import { releasesPicture } from '../../../client/src/views/releaseTree';
import { ROOT } from '../../../client/src/views/redrawing';
import {
  container,
  host,
  inspection,
  NOW,
  project,
  release,
  service,
  type GivenContainer,
} from '../../support/runningParts';

describe('the lines that the editor has', () => {
  it('are asked about again only where they changed, by the object that the editor knows', () => {
    const lines = givenLines();
    lines.redraw(tree());
    const [shop] = lines.give(ROOT);
    const [web] = lines.give(shop!.id);
    const [first] = lines.give(web!.id);
    lines.give(first!.id);
    assert.deepEqual(lines.redraw(tree()), []);
    const again = lines.redraw(tree({ environment: [{ name: 'A', value: '1', imageValue: null }] }));
    assert.deepEqual(again, [first], 'a fact more, below the container');
    assert.equal(again[0], first, 'the same object');
    assert.ok(lines.give(first!.id).some(({ label }) => label === 'Environment'));
  });

  it('are all new at first, and while nobody has asked nobody is told', () => {
    const lines = givenLines();
    assert.deepEqual(lines.redraw(tree()), [], 'the editor has nothing yet, and will ask');
    lines.give(ROOT);
    assert.equal(lines.redraw([]), 'all');
    assert.deepEqual(lines.redraw(tree()), [], 'it was told already');
    assert.equal(lines.give(ROOT).length, 1);
  });

  it('know what is above them, also when they were never opened', () => {
    const lines = givenLines();
    lines.redraw(tree());
    const found = lines.find([{ kind: 'container', host: 'usual', id: 'web-2' }]);
    assert.equal(found?.label, 'web-2');
    assert.equal(lines.parent(found)?.label, 'web');
    assert.equal(lines.parent(lines.parent(found)!)?.label, 'shop');
    assert.equal(lines.parent(lines.parent(lines.parent(found)!)!), undefined);
  });

  it('give a tooltip once more when it has changed under the pointer', () => {
    const lines = givenLines();
    lines.redraw(tree());
    const [shop] = lines.give(ROOT);
    const [web] = lines.give(shop!.id);
    const [first] = lines.give(web!.id);
    assert.doesNotMatch(lines.tooltip(first!), /Restarts/);
    assert.deepEqual(lines.redraw(tree({ details: { restarts: 2 } })), [first]);
    assert.deepEqual(lines.redraw(tree({ details: { restarts: 3 } })), [], 'nobody points at it any more');
    assert.match(lines.tooltip(first!), /Restarts: 3/);
  });

  it('look as the newest picture says, and stay the objects that the editor knows', () => {
    const lines = givenLines();
    lines.redraw(tree());
    const [shop] = lines.give(ROOT);
    const [web] = lines.give(shop!.id);
    lines.give(web!.id);
    const again = lines.redraw(tree({ answers: { drift: { status: 'drifted' } } }));
    assert.deepEqual(again, [shop], 'how many drifted is said there, and it is asked for with what is below');
    assert.equal(again[0], shop, 'the same object');
    assert.match(lines.current(shop!).description, /1 drifted/);
    assert.equal(lines.give(shop!.id)[0]?.label, 'web');
  });
});

describe('the line of a target', () => {
  const find = (...targets: Parameters<ReturnType<typeof givenLines>['find']>[0]) => {
    const lines = givenLines();
    lines.redraw(tree());
    const found = lines.find(targets);
    return found && `${found.label}: ${found.kinds[0]}`;
  };

  it('is found at every level', () => {
    assert.equal(find({ kind: 'project', host: 'usual', key: 'shop' }), 'shop: project');
    assert.equal(find({ kind: 'service', host: 'usual', key: 'shop/web' }), 'web: service');
    assert.equal(find({ kind: 'container', host: 'usual', id: 'web-1' }), 'web-1: container');
    assert.equal(find({ kind: 'service', host: 'usual', key: 'shop/db' }), 'db: service');
    assert.equal(find({ kind: 'container', host: 'usual', id: 'db-1' }), 'db: service', 'one line for both');
    assert.equal(find({ kind: 'change', host: 'usual', id: 'db-1', path: '/etc/motd' }), 'motd: change');
  });

  it('is that of the next thing around it where it has none', () => {
    assert.equal(
      find({ kind: 'release', host: 'usual', key: 'x' }, { kind: 'service', host: 'usual', key: 'shop/web' }),
      'web: service',
    );
    assert.equal(find({ kind: 'container', host: 'elsewhere', id: 'web-1' }), null);
  });
});

function tree(given: GivenContainer = {}) {
  const web = service('web', [release([container('web-1', given), container('web-2')])]);
  const changes = { code: [{ path: '/etc/motd', kind: 'changed' }], data: [], scratch: [] } as const;
  const db = container('db-1', { answers: { drift: { changes } } });
  const seen = inspection(host([project([web, service('db', [release([db])])])]));
  return releasesPicture(seen, USUAL_CHOICES, NOW).nodes;
}
