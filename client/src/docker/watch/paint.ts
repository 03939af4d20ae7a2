import type { Clock } from '../../environment';
import type { HostSight, Inspection } from './inspection';

export interface Painter {
  /** There may be something new to see. */
  readonly changed: () => void;
  readonly setVisible: (visible: boolean) => void;
}

export interface PainterOptions {
  /** Hosts that are as they were are the same objects as before. */
  readonly picture: () => Inspection;
  /** False for a picture that a better one follows at once. */
  readonly isWorthShowing: (inspection: Inspection) => boolean;
  readonly show: (inspection: Inspection) => void;
  readonly report: (error: unknown) => void;
}

/** Milliseconds between two repaints. */
export const SHORTEST_WAIT = 500;

/** Shows the newest picture at once, then no more than once in half a second, and only when it is another than before. */
export function createPainter(options: PainterOptions, clock: Clock): Painter {
  const state: State = { shown: null, visible: false, painted: -Infinity, timer: null };
  const changed = () => {
    if (!state.visible || state.timer) return;
    const rest = state.painted + SHORTEST_WAIT - clock.now();
    if (rest <= 0) paint(state, options, clock);
    else later(state, rest, clock, changed);
  };
  return {
    changed,
    setVisible: (visible) => {
      state.visible = visible;
      state.timer?.abort();
      state.timer = null;
      if (visible) changed();
    },
  };
}

interface State {
  shown: readonly HostSight[] | null;
  visible: boolean;
  /** Time of the clock. */
  painted: number;
  timer: AbortController | null;
}

function later(state: State, rest: number, clock: Clock, then: () => void): void {
  const timer = new AbortController();
  state.timer = timer;
  void clock.wait(rest, timer.signal).then(() => {
    if (timer.signal.aborted) return;
    state.timer = null;
    then();
  });
}

function paint(state: State, { picture, isWorthShowing, show, report }: PainterOptions, clock: Clock): void {
  try {
    const inspection = picture();
    if (isSame(inspection.hosts, state.shown) || !isWorthShowing(inspection)) return;
    state.shown = inspection.hosts;
    state.painted = clock.now();
    show(inspection);
  } catch (error) {
    // A picture that cannot be drawn now may be by the next change.
    state.painted = clock.now();
    report(error);
  }
}

function isSame(hosts: readonly HostSight[], shown: readonly HostSight[] | null): boolean {
  return hosts.length === shown?.length && hosts.every((host, index) => host === shown[index]);
}
