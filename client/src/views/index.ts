import { readReleases } from '../docker/readReleases';
import { watchEngine, type EngineSight } from '../docker/watch';
import { releasesPicture, sightExplanation } from './releases';
import { createTree } from './treeView';

/** What commands may ask of the views. */
export interface Views {
  readonly refreshReleases: () => void;
  /** What is known about the engine, in a sentence or two. */
  readonly explainEngine: () => string;
  readonly dispose: () => void;
}

/** The views of the sidebar. Nothing is connected before one of them is first seen. */
export function registerViews(report: (error: unknown) => void): Views {
  let last: EngineSight | null = null;
  const watch = watchEngine({
    // The one way into the bundle that holds the client of the engine.
    connect: async (signal) => (await import('../docker/dockerode')).connectEngine(signal),
    read: readReleases,
    show: (sight) => {
      last = sight;
      tree.show(releasesPicture(sight));
    },
    report,
  });
  const tree = createTree('immutableInfra.releases', 'immutableInfra.engine', watch.setVisible);
  return {
    refreshReleases: watch.refresh,
    explainEngine: () => sightExplanation(last),
    dispose: () => {
      watch.setVisible(false);
      tree.dispose();
    },
  };
}
