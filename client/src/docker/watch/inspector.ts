import type { Clock } from '../../environment';
import type { Connection } from '../engine';
import type { EngineHost } from '../engineHost';
import { checkFreshness } from './checkFreshness';
import { sharedCommits, type SharedCommits } from './sharedCommits';
import type { Inspection, Inspector } from './inspection';
import type { KnowledgeSources } from './knowledgeSources';
import { createPainter, SHORTEST_WAIT, type Painter } from './paint';
import { releaseModel, type ReleaseModel } from './releaseModel';
import {
  createHostWatch,
  forgetWorkspaceOf,
  lookAtContainer,
  moveHost,
  refreshHost,
  sightOf,
  startHost,
  stopHost,
  type HostWatch,
} from './watchHost';

export interface InspectorOptions {
  /** Every host that can be chosen, as the settings of the Docker command line say it now. */
  readonly hosts: () => Promise<readonly EngineHost[]>;
  readonly connect: (host: EngineHost, signal: AbortSignal) => Promise<Connection>;
  readonly knowledge: KnowledgeSources;
  readonly model?: ReleaseModel;
  /** Called no more than once in half a second, and only when the picture is another than before. */
  readonly show: (inspection: Inspection) => void;
  /** A mistake of ours; what it befell rests until the next refresh. */
  readonly report: (error: unknown) => void;
  /** Ids of the hosts to begin with; null for the one that the Docker command line would take. */
  readonly chosen: readonly string[] | null;
}

/** Keeps an eye on the engines that were chosen while somebody looks. */
export function createInspector(options: InspectorOptions, clock: Clock): Inspector {
  const state = createState(options, clock);
  return {
    setVisible: (visible) => setVisible(state, visible),
    refresh: () => {
      for (const watch of state.watches) refreshHost(watch);
      if (state.visible) beginAnew(state);
    },
    lookAt: (host, container) => {
      const watch = watchOf(state, host);
      return watch ? lookAtContainer(watch, container) : Promise.resolve();
    },
    forgetWorkspace: () => {
      state.commits.forget();
      for (const watch of state.watches) forgetWorkspaceOf(watch);
    },
    checkFreshness: (target, signal) =>
      checkFreshness(
        { watches: state.watches, inspection: current(state), target },
        { knowledge: options.knowledge, model: modelOf(options) },
        signal,
      ),
    chooseHosts: (ids) => {
      state.chosen = ids;
      if (state.visible) findHosts(state).catch(options.report);
      else state.isKnown = false;
    },
    current: () => current(state),
    engine: (host) => watchOf(state, host)?.engine ?? null,
    dispose: () => {
      setVisible(state, false);
      state.commits.forget();
    },
  };
}

function modelOf({ model }: InspectorOptions): ReleaseModel {
  return model ?? releaseModel;
}

interface State {
  readonly options: InspectorOptions;
  readonly clock: Clock;
  readonly painter: Painter;
  readonly commits: SharedCommits;
  chosen: readonly string[] | null;
  visible: boolean;
  /** In the order of the settings. */
  watches: readonly HostWatch[];
  /** Whether it is known which hosts there are. */
  isKnown: boolean;
  /** When somebody began to look, by the clock. */
  begun: number;
}

function createState(options: InspectorOptions, clock: Clock): State {
  const state: State = {
    options,
    clock,
    painter: createPainter(
      {
        picture: () => current(state),
        isWorthShowing: (inspection) => isWorthShowing(state, inspection),
        show: options.show,
        report: options.report,
      },
      clock,
    ),
    commits: sharedCommits(options.knowledge.commit),
    chosen: options.chosen,
    visible: false,
    watches: [],
    isKnown: false,
    begun: 0,
  };
  return state;
}

function current({ watches }: State): Inspection {
  return { hosts: watches.map(sightOf) };
}

/** Engines mostly answer at once, and all together: a picture without them would only flicker. */
function isWorthShowing({ clock, begun, isKnown }: State, { hosts }: Inspection): boolean {
  const waiting = hosts.filter(({ state }) => state.kind === 'connecting').length;
  const patience = waiting === hosts.length ? SHORTEST_WAIT : waiting > 0 ? PATIENCE : 0;
  return isKnown && clock.now() >= begun + patience;
}

function setVisible(state: State, visible: boolean): void {
  if (visible === state.visible) return;
  state.visible = visible;
  if (visible) beginAnew(state);
  else for (const watch of state.watches) stopHost(watch);
  state.painter.setVisible(visible);
}

function beginAnew(state: State): void {
  const { clock, painter, options } = state;
  state.begun = clock.now();
  for (const patience of [PATIENCE, SHORTEST_WAIT])
    void clock.wait(patience, new AbortController().signal).then(() => painter.changed());
  for (const watch of state.watches) stopHost(watch);
  findHosts(state).catch(options.report);
}

/** Watches the hosts that are chosen, and no others; those that are watched already go on. */
async function findHosts(state: State): Promise<readonly EngineHost[]> {
  const all = await state.options.hosts();
  const chosen = chosenHosts(all, state.chosen);
  const before = state.watches;
  state.isKnown = true;
  state.watches = chosen.map((host) => {
    const known = before.find((watch) => watch.host.id === host.id);
    if (!known) return createHostWatch(host, hostOptions(state));
    moveHost(known, host);
    return known;
  });
  for (const watch of before) if (!state.watches.includes(watch)) stopHost(watch);
  if (state.visible) for (const watch of state.watches) if (!watch.running) startHost(watch);
  state.painter.changed();
  return chosen;
}

function chosenHosts(hosts: readonly EngineHost[], chosen: readonly string[] | null): readonly EngineHost[] {
  if (!chosen) return hosts.filter(({ isCurrent }) => isCurrent).slice(0, 1);
  return [...new Set(chosen)].map((id) => hosts.find((host) => host.id === id) ?? lostHost(id));
}

/** A context that was removed since it was chosen. */
function lostHost(id: string): EngineHost {
  const name = id.replace(/^context:/, '');
  return {
    id,
    name: id === 'variable' ? 'DOCKER_HOST' : name,
    origin: id === 'variable' ? { kind: 'variable', name: 'DOCKER_HOST' } : { kind: 'context', name },
    addresses: {
      reason: 'misconfigured',
      endpoint: null,
      detail: id === 'variable' ? 'DOCKER_HOST is not set.' : `There is no Docker context '${name}'.`,
    },
    isCurrent: false,
  };
}

function hostOptions(state: State) {
  const { options, clock, painter, commits } = state;
  return {
    connect: async (host: EngineHost, signal: AbortSignal): Promise<Connection> =>
      'reason' in host.addresses
        ? { connected: false, failure: host.addresses }
        : options.connect(host, signal),
    place: async (id: string) => (await findHosts(state)).find((host) => host.id === id) ?? null,
    knowledge: { ...options.knowledge, commit: commits.ask },
    model: modelOf(options),
    changed: painter.changed,
    report: options.report,
    clock,
  };
}

function watchOf({ watches }: State, host: string): HostWatch | null {
  return watches.find((watch) => watch.host.id === host) ?? null;
}

/** Milliseconds for which engines that have answered are kept back for those that have not. */
const PATIENCE = 250;
