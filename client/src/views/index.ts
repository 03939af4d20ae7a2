import { commands, window, type Disposable, type Memento } from 'vscode';
import type { EngineHost } from '../docker/engineHost';
import { listEngineHosts } from '../docker/hosts';
import { createInspector } from '../docker/watch/inspector';
import type { Inspection, Inspector, Target } from '../docker/watch/inspection';
import { nodeEnvironment, systemClock, type Environment } from '../environment';
import type { LanguageServer } from '../languageServer';
import type { ViewChoices } from './choices';
import { everyMinute } from './everyMinute';
import { keptChoices, type KeptChoices } from './keptChoices';
import { knowledgeSources } from './knowledge';
import { createLenses } from './lensView';
import { inspectionExplanation, releasesPicture } from './releaseTree';
import { targetAndAbove } from './targetAndAbove';
import type { TreeNode } from './treeNode';
import { createTree, type Tree } from './treeView';
import { followWorkspace } from './workspaceChanges';

/** What commands may ask of the views. */
export interface Views {
  readonly inspector: Inspector;
  /** All that is known at the moment. */
  readonly inspection: () => Inspection;
  readonly choices: () => ViewChoices;
  readonly choose: (change: Partial<ViewChoices>) => void;
  /** Every engine that can be chosen, as the settings of the Docker command line say it now. */
  readonly hosts: () => Promise<readonly EngineHost[]>;
  /** Ids; null for the one that the Docker command line would take. */
  readonly chosenHosts: () => readonly string[] | null;
  readonly chooseHosts: (ids: readonly string[] | null) => void;
  /** Shows the line of a target, or of what it is part of. */
  readonly reveal: (target: Target) => Promise<void>;
  /** The one line that is selected: what a command that was bound to a key is for. */
  readonly selected: () => TreeNode | null;
  /** What is known about an engine, or all that are shown, in a sentence or two. */
  readonly explainEngine: (target?: Target | null) => string;
  readonly dispose: () => void;
}

/** The views of the sidebar, and what they are made from. Nothing is connected before one of them is first seen. */
export function registerViews(server: LanguageServer, memento: Memento): Views {
  const environment = nodeEnvironment();
  const kept = keptChoices(memento);
  let seen: Inspection | null = null;
  const draw = () => {
    if (seen) tree.show(releasesPicture(seen, kept.choices(), systemClock.date()));
  };
  const inspector = inspectorOf({ server, environment, kept }, (inspection) => {
    seen = inspection;
    draw();
    lenses.refresh();
  });
  const lenses = createLenses(server, () => seen);
  // Ages are of the moment; nobody is asked for them.
  const minutes = everyMinute(systemClock, draw);
  let following: Disposable | null = null;
  const tree = createTree('immutableInfra.releases', 'immutableInfra.engine', {
    visibilityChanged: (visible) => {
      if (visible) {
        const options = { clock: systemClock, environment, report: server.report };
        following ??= followWorkspace(options, inspector.forgetWorkspace);
      }
      inspector.setVisible(visible);
      minutes.setRunning(visible);
    },
    opened: (target) => {
      if (target.kind === 'container') inspector.lookAt(target.host, target.id);
    },
  });
  return viewsOf({ environment, inspector, kept, tree, draw }, () => {
    for (const part of [following, minutes, lenses, inspector, tree]) part?.dispose();
  });
}

interface Surroundings {
  readonly server: LanguageServer;
  readonly environment: Environment;
  readonly kept: KeptChoices;
}

function inspectorOf(
  { server, environment, kept }: Surroundings,
  show: (inspection: Inspection) => void,
): Inspector {
  return createInspector(
    {
      hosts: () => listEngineHosts(environment),
      // The one way into the bundle that holds the client of the engine.
      connect: async (host, signal) => (await import('../docker/dockerode')).connectEngine(host, signal),
      knowledge: knowledgeSources(server, environment),
      show,
      report: server.report,
      chosen: kept.hosts(),
    },
    systemClock,
  );
}

interface Parts {
  readonly environment: Environment;
  readonly inspector: Inspector;
  readonly kept: KeptChoices;
  readonly tree: Tree;
  readonly draw: () => void;
}

function viewsOf({ environment, inspector, kept, tree, draw }: Parts, dispose: () => void): Views {
  const choose = (change: Partial<ViewChoices>) => {
    kept.keep(change);
    draw();
  };
  return {
    inspector,
    inspection: inspector.current,
    choices: kept.choices,
    choose,
    hosts: () => listEngineHosts(environment),
    chosenHosts: kept.hosts,
    chooseHosts: (ids) => {
      kept.keepHosts(ids);
      inspector.chooseHosts(ids);
    },
    reveal: async (target) => {
      await commands.executeCommand('immutableInfra.releases.focus');
      const shown = await tree.reveal(targetAndAbove(inspector.current(), target));
      if (!shown) await offerAll(kept.choices(), choose);
    },
    selected: tree.selected,
    explainEngine: (target = null) => inspectionExplanation(inspector.current(), target?.host ?? null),
    dispose,
  };
}

/** What has no line may only be hidden. */
async function offerAll(
  { filter, showStopped }: ViewChoices,
  choose: (change: Partial<ViewChoices>) => void,
): Promise<void> {
  if (filter === '' && showStopped) {
    void window.showInformationMessage('It does not run any more.');
    return;
  }
  const message = 'It is hidden by the choices of the view Releases, or does not run any more.';
  const answer = await window.showInformationMessage(message, SHOW_ALL);
  if (answer === SHOW_ALL) choose({ filter: '', showStopped: true });
}

const SHOW_ALL = 'Show All';
