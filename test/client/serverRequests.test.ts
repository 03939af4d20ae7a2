import assert from 'node:assert/strict';
import { serverRequests, type Progress } from '../../client/src/serverRequests';

interface Sent {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly finish: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

describe('the requests to the server', () => {
  const scope = { kind: 'workspace' } as const;

  function line() {
    const sent: Sent[] = [];
    const followed = new Map<string, (progress: Progress) => void>();
    const shown: Progress[] = [];
    const requests = serverRequests({
      send: <T>(method: string, parameters: object) =>
        new Promise<T>((resolve, reject) => {
          const finish = (answer: unknown) => resolve(answer as T);
          sent.push({ method, parameters: { ...parameters }, finish, fail: reject });
        }),
      follow: (token, show) => {
        followed.set(token, show);
        return { dispose: () => followed.delete(token) };
      },
    });
    const token = {
      isCancellationRequested: false,
      onCancellationRequested: () => ({ dispose: () => undefined }),
    };
    const asking = { token, show: (progress: Progress) => shown.push(progress) };
    return { sent, followed, shown, requests, asking };
  }

  it('are followed until they are answered, each by a token of its own', async () => {
    const { sent, followed, shown, requests, asking } = line();
    const plan = requests.planPins('pin', scope, asking);
    const check = requests.checkPins(scope, asking);
    const tokens = sent.map(({ parameters }) => String(parameters.workDoneToken));
    assert.deepEqual([...followed.keys()], tokens);
    assert.equal(new Set(tokens).size, 2);
    followed.get(tokens[0]!)?.({ percentage: 50 });
    assert.deepEqual(shown, [{ percentage: 50 }]);
    sent[0]!.finish('planned');
    sent[1]!.fail(new Error('The server has ended.'));
    assert.equal(await plan, 'planned');
    await assert.rejects(check, /has ended/);
    assert.equal(followed.size, 0);
  });

  it('carry what the protocol says', () => {
    const { sent, requests, asking } = line();
    void requests.resolveDigest('node:20', asking);
    void requests.describeImage({ reference: 'node:20', platform: null }, asking);
    void requests.planPins('unpin', { kind: 'file', uri: 'file:///a' }, asking);
    void requests.checkPins(scope, asking);
    void requests.tagHistory('node:20');
    void requests.planLock('file:///c', asking);
    void requests.verifyLock('file:///c', asking);
    const file = { kind: 'file', uri: 'file:///a' };
    assert.deepEqual(
      sent.map(({ method, parameters: { workDoneToken: _, ...rest } }) => [method, rest]),
      [
        ['immutableInfra/resolveDigest', { reference: 'node:20' }],
        ['immutableInfra/describeImage', { reference: 'node:20', platform: null }],
        ['immutableInfra/planPins', { action: 'unpin', scope: file }],
        ['immutableInfra/checkPins', { scope }],
        ['immutableInfra/tagHistory', { reference: 'node:20' }],
        ['immutableInfra/planLock', { uri: 'file:///c' }],
        ['immutableInfra/verifyLock', { uri: 'file:///c' }],
      ],
    );
  });
});
