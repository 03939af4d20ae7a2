import { commands, type Memento } from 'vscode';
import { readChoices, readHosts, type ViewChoices } from './choices';

/** How the view shows things, and which engines: kept for the workspace. */
export interface KeptChoices {
  readonly choices: () => ViewChoices;
  readonly keep: (change: Partial<ViewChoices>) => void;
  /** Ids; null for the one that the Docker command line would take. */
  readonly hosts: () => readonly string[] | null;
  readonly keepHosts: (ids: readonly string[] | null) => void;
}

export function keptChoices(memento: Memento): KeptChoices {
  const choices = () => readChoices(memento.get(CHOICES));
  tellMenus(choices());
  return {
    choices,
    keep: (change) => {
      const changed = { ...choices(), ...change };
      void memento.update(CHOICES, changed);
      tellMenus(changed);
    },
    hosts: () => readHosts(memento.get(HOSTS)),
    keepHosts: (ids) => void memento.update(HOSTS, ids ?? undefined),
  };
}

/** For the entries of menus that take a choice back. */
function tellMenus({ filter, showStopped }: ViewChoices): void {
  void commands.executeCommand('setContext', 'immutableInfra.filtered', filter.trim() !== '');
  void commands.executeCommand('setContext', 'immutableInfra.stoppedHidden', !showStopped);
}

const CHOICES = 'releases.choices';
const HOSTS = 'releases.hosts';
