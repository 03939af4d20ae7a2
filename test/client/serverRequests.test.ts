import assert from 'node:assert/strict';
import { serverRequests, waitingWith, type Progress } from '../../client/src/serverRequests';
import type { RunningProject } from '../../server/src/inspectionProtocol';

interface Sent {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly finish: (answer: unknown) => void;
  readonly fail: (error: Error) => void;
}

describe('the requests to the server', () => {
  const scope = { kind: 'workspace' } as const;
  const project: RunningProject = {
    key: 'k',
    kind: 'compose',
    name: 'shop',
    workingDirectory: '/shop',
    files: ['/shop/compose.yaml'],
    environmentFiles: [],
    services: ['web'],
  };
  const image = { key: 'k', reference: 'app:1', digests: ['sha256:1'], configuration: null, platform: null };
  const traced = { key: 'k', reference: 'app@sha256:1', platform: null };

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
    void requests.declaredServices([project], asking);
    void requests.composeServices('file:///c', asking);
    void requests.compareRunning([image], false, asking);
    void requests.imageEvidence([traced], asking);
    void requests.digestsPresent(['a@sha256:1'], asking);
    void requests.earlierImages({ uri: 'file:///c', service: 'web', texts: ['services:'] }, asking);
    void requests.planDigest({ uri: 'file:///c', service: 'web', digest: 'sha256:1', tag: null }, asking);
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
        ['immutableInfra/declaredServices', { projects: [project] }],
        ['immutableInfra/composeServices', { uri: 'file:///c' }],
        ['immutableInfra/compareRunning', { images: [image], ask: false }],
        ['immutableInfra/imageEvidence', { images: [traced] }],
        ['immutableInfra/digestsPresent', { references: ['a@sha256:1'] }],
        ['immutableInfra/earlierImages', { uri: 'file:///c', service: 'web', texts: ['services:'] }],
        ['immutableInfra/planDigest', { uri: 'file:///c', service: 'web', digest: 'sha256:1', tag: null }],
      ],
    );
    const withProgress = sent.filter(({ parameters }) => parameters.workDoneToken !== undefined);
    assert.deepEqual(
      withProgress.map(({ method }) => method.slice('immutableInfra/'.length)),
      ['planPins', 'checkPins', 'planLock', 'verifyLock', 'compareRunning', 'imageEvidence'],
    );
  });

  it('are given up when a signal is aborted', () => {
    const controller = new AbortController();
    const { token, show } = waitingWith(controller.signal);
    const heard: string[] = [];
    token.onCancellationRequested(() => heard.push('one'));
    token.onCancellationRequested(() => heard.push('two')).dispose();
    show({ percentage: 1 });
    assert.equal(token.isCancellationRequested, false);
    controller.abort();
    assert.equal(token.isCancellationRequested, true);
    assert.deepEqual(heard, ['one']);
  });
});
