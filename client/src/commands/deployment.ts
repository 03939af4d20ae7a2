import { dirname } from 'node:path';
import { containerLabels } from '../docker/releases/containerLabels';
import type { Service } from '../docker/releases/model';
import { composeProject } from '../docker/releases/projectsToDeclare';
import type { Deployment } from './deployCommand';
import { referenceParts } from './referenceParts';

export type KnownDeployment =
  | { readonly known: true; readonly deployment: Deployment }
  /** Why there is no command that would deploy it again. */
  | { readonly known: false; readonly message: string };

/** How a service was deployed. `file`: the one of this machine that declares it, where there is one. */
export function deploymentOf(service: Service, file: string | null): KnownDeployment {
  const { name, project, swarm } = service;
  if (project.kind === 'compose') return composed(service, file);
  if (!swarm) {
    return unknown(
      `${name} was started by hand: nothing declares it, and so nothing can deploy it again. Declare it in a compose file.`,
    );
  }
  if (project.kind === 'stack' && file !== null) return known({ kind: 'stack', name: project.name, file });
  const image = newestImage(swarm.facts.image, service.answers.freshness.newDigest);
  return known({ kind: 'swarm', service: swarm.facts.name, image });
}

function composed(service: Service, file: string | null): KnownDeployment {
  const { name, project, releases } = service;
  const containers = releases.flatMap((release) => release.containers);
  const [newest] = [...containers].sort((one, other) => other.facts.created - one.facts.created);
  const labels = newest ? containerLabels(newest.facts).compose : null;
  const labelled = labels && composeProject(labels);
  const files = labelled && labelled.files.length > 0 ? labelled.files : file === null ? [] : [file];
  const [first] = files;
  if (first === undefined) {
    return unknown(`Nothing says which file ${name} was deployed from, so that no command can be given.`);
  }
  return known({
    kind: 'compose',
    project: project.name,
    service: labels?.service ?? name,
    folder: labelled?.workingDirectory ?? dirname(first),
    files,
    environmentFiles: labelled?.environmentFiles ?? [],
    present: [],
  });
}

/** What its tag names now, where a registry has said it: with the digest of now an update would change nothing. */
function newestImage(image: string, newDigest: string | null): string {
  const { name, tag } = referenceParts(image);
  if (newDigest === null) return image;
  return `${name}${tag === null ? '' : `:${tag}`}@${newDigest}`;
}

function known(deployment: Deployment): KnownDeployment {
  return { known: true, deployment };
}

function unknown(message: string): KnownDeployment {
  return { known: false, message };
}
