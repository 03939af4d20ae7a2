import { window } from 'vscode';
import type { Grouping } from '../views/choices';
import type { Views } from '../views/index';

/** *Group Releases By…* */
export async function groupReleases(views: Views): Promise<void> {
  const { grouping } = views.choices();
  const items = GROUPINGS.map((item) => ({
    ...item,
    picked: item.grouping === grouping,
    description: item.grouping === grouping ? 'as it is now' : '',
  }));
  const title = 'Group releases by';
  const chosen = await window.showQuickPick(items, { title, matchOnDetail: true });
  if (chosen) views.choose({ grouping: chosen.grouping });
}

const GROUPINGS: readonly { readonly grouping: Grouping; readonly label: string; readonly detail: string }[] =
  [
    {
      grouping: 'project',
      label: 'Project',
      detail: 'Compose projects and swarm stacks, with their services; by engine where there are several.',
    },
    {
      grouping: 'image',
      label: 'Image',
      detail: 'Repositories, with the services that run from them on all engines.',
    },
    { grouping: 'host', label: 'Host', detail: 'Engines, with all of their services in one list.' },
  ];
