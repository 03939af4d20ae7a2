import { window } from 'vscode';
import type { EngineHost } from '../docker/engineHost';
import { explanation } from '../docker/failures';
import type { Views } from '../views/index';

/** *Choose Container Engines…*: those of DOCKER_HOST, this machine and the contexts of the Docker command line. */
export async function chooseHosts(views: Views): Promise<void> {
  const chosen = views.chosenHosts();
  const hosts = await views.hosts();
  const items = hosts.map((host) => ({
    label: host.name,
    description: [...(host.isCurrent ? ['current'] : []), endpointOf(host)].join(' · '),
    ...('reason' in host.addresses ? { detail: explanation(host.addresses) } : {}),
    picked: chosen ? chosen.includes(host.id) : host.isCurrent,
    host,
  }));
  const picked = await window.showQuickPick(items, {
    title: 'Container engines to show',
    placeHolder: 'The current one alone: the view follows DOCKER_HOST and the Docker context',
    canPickMany: true,
    matchOnDescription: true,
  });
  if (picked) views.chooseHosts(idsOf(picked.map(({ host }) => host)));
}

/** The current one alone, or none at all, is no choice: the view goes on to follow the command line. */
function idsOf(hosts: readonly EngineHost[]): readonly string[] | null {
  const [only, second] = hosts;
  return !only || (!second && only.isCurrent) ? null : hosts.map(({ id }) => id);
}

function endpointOf({ addresses }: EngineHost): string {
  if ('reason' in addresses) return addresses.endpoint ?? 'cannot be used';
  const [first, second] = addresses;
  return second ? 'the usual places' : (first?.endpoint ?? '');
}
