import assert from 'node:assert/strict';
import { temporaryOwner } from '../../../client/src/commands/temporaryOwner';

describe('the owner of temporary containers', () => {
  it('is the same after a crash, and another in another workspace', () => {
    const [one, other] = [memory(), memory()];
    const owner = temporaryOwner(one, unreported);
    assert.equal(temporaryOwner(one, unreported), owner);
    assert.notEqual(temporaryOwner(other, unreported), owner);
  });

  it('is made anew where what was kept is none', () => {
    assert.match(temporaryOwner(memory(7), unreported), /^[0-9a-f-]{36}$/);
  });

  it('is there also when it cannot be kept', async () => {
    let reported: unknown;
    const told = new Promise<void>((resolve) => {
      const broken = { get: () => undefined, update: () => Promise.reject(new Error('disk full')) };
      assert.match(
        temporaryOwner(broken, (error) => {
          reported = error;
          resolve();
        }),
        /^[0-9a-f-]{36}$/,
      );
    });
    await told;
    assert.match(String(reported), /disk full/);
  });
});

function unreported(error: unknown): void {
  assert.ifError(error);
}

function memory(first?: unknown) {
  const kept = new Map<string, unknown>(
    first === undefined ? [] : [['immutableInfra.temporaryOwner', first]],
  );
  return {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}
