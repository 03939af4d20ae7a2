import assert from 'node:assert/strict';
import { shows, watchSimulation, type WatchedSimulation } from '../../../support/watchedSimulation';

const SIZE = { hosts: 3, services: 4, containers: 12, delay: 0 };

function text(requests: ReadonlyMap<string, number>): string {
  return [...requests].map(([kind, count]) => `${count} ${kind}`).join('\n');
}

describe('watching simulated engines over HTTP', function () {
  this.timeout(20_000);

  let simulation: WatchedSimulation;
  beforeEach(async () => {
    simulation = await watchSimulation(SIZE);
  });
  afterEach(() => simulation.dispose());

  it('asks what it has to and no more, repaints twice a second at the most, and rests when nothing happens', async () => {
    const { inspector, engines, paints } = simulation;
    assert.equal(text(simulation.requests()), '');
    inspector.setVisible(true);
    await simulation.shown(shows('measured'));
    await Promise.all(engines.map((engine) => engine.followed()));
    assert.equal(
      text(simulation.requests()),
      [
        '36 GET /containers/{id}/changes',
        '36 GET /containers/{id}/json',
        '3 GET /containers/json',
        '3 GET /events',
        '12 GET /images/{id}/json',
        '3 GET /images/json',
        '3 GET /info',
      ].join('\n'),
    );
    const started = Date.parse('2026-01-02');
    const restarted = simulation.shown(({ hosts }) =>
      hosts.every(({ state }) => {
        const projects = state.kind === 'running' ? state.releases.projects : [];
        return projects.some(({ services }) =>
          services.some(({ releases }) =>
            releases.some(({ containers }) =>
              containers.some(({ details }) => (details?.started ?? 0) > started),
            ),
          ),
        );
      }),
    );
    for (let index = 0; index < 1_000; index++) {
      const engine = engines[index % engines.length]!;
      engine.restart(engine.containerIds[index % engine.containerIds.length]!);
    }
    await restarted;
    inspector.setVisible(false);
    const requests = simulation.requests();
    const lists = requests.get('GET /containers/json') ?? 0;
    assert.ok(lists >= 3 && lists <= 6, `${lists} lists`);
    assert.deepEqual([...requests.keys()], ['GET /containers/{id}/json', 'GET /containers/json']);
    const pauses = paints.slice(1).map((time, index) => time - paints[index]!);
    assert.ok(
      pauses.every((pause) => pause > 490),
      pauses.join(),
    );
    assert.deepEqual(simulation.errors, []);
  });
});
