import type { Environment } from '../environment';
import {
  absentContext,
  configurationFolder,
  contextFolder,
  parseObject,
  readContexts,
  type Context,
} from './contexts';
import type { EngineFailure } from './engine';
import { engineAddress, misconfigured, usualAddresses } from './engineAddress';
import type { EngineHost } from './engineHost';
import { variableTls } from './tlsMaterial';

/**
 * All engines that can be chosen: DOCKER_HOST, the usual places of this machine, and the contexts of the Docker command
 * line by their names. Exactly one is the current one, as the command line has it: DOCKER_HOST, DOCKER_CONTEXT, the
 * current context of config.json, the usual places.
 * Source: docs.docker.com/engine/manage-resources/contexts and /reference/cli/docker/#environment-variables.
 */
export async function listEngineHosts(environment: Environment): Promise<readonly EngineHost[]> {
  const variable = await variableHost(environment);
  const selected: Selected = variable ? { kind: 'variable' } : await selectedContext(environment);
  const contexts = await readContexts(environment, selected.kind === 'context' ? selected.name : null);
  return [
    ...(variable ? [variable] : []),
    usualHost(environment, selected),
    ...withSelected(contexts, selected, environment)
      .map((context) => contextHost(context, selected))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
  ];
}

/** The host that the Docker command line would take now. */
export async function findCurrentHost(environment: Environment): Promise<EngineHost> {
  const hosts = await listEngineHosts(environment);
  return hosts.find(({ isCurrent }) => isCurrent) ?? usualHost(environment, { kind: 'usual' });
}

type Selected =
  | { readonly kind: 'variable' | 'usual' }
  | { readonly kind: 'context'; readonly name: string }
  /** The configuration that should tell is broken. */
  | { readonly kind: 'unknown'; readonly failure: EngineFailure };

async function variableHost(environment: Environment): Promise<EngineHost | null> {
  const endpoint = environment.variables.DOCKER_HOST?.trim();
  if (!endpoint) return null;
  const origin = { kind: 'variable', name: 'DOCKER_HOST' } as const;
  const tls = await variableTls(environment, configurationFolder(environment));
  const addresses = engineAddress(endpoint, origin, tls);
  return { id: 'variable', name: 'DOCKER_HOST', origin, addresses, isCurrent: true };
}

async function selectedContext(environment: Environment): Promise<Selected> {
  const named = environment.variables.DOCKER_CONTEXT?.trim();
  if (named) return selected(named);
  const path = `${configurationFolder(environment)}/config.json`;
  const file = await environment.readFile(path);
  if (!file.found && file.reason === 'absent') return { kind: 'usual' };
  if (!file.found) {
    return { kind: 'unknown', failure: misconfigured(null, `${path} cannot be read: ${file.detail}`) };
  }
  const configuration = parseObject(file.text);
  if (!configuration) {
    return { kind: 'unknown', failure: misconfigured(null, `${path} is not a JSON object.`) };
  }
  const current = configuration.currentContext;
  return selected(typeof current === 'string' ? current : '');
}

function selected(name: string): Selected {
  return name === '' || name === DEFAULT_CONTEXT ? { kind: 'usual' } : { kind: 'context', name };
}

function usualHost(environment: Environment, choice: Selected): EngineHost {
  return {
    id: 'usual',
    name: 'This machine',
    origin: { kind: 'usual' },
    addresses: choice.kind === 'unknown' ? choice.failure : usualAddresses(environment),
    isCurrent: choice.kind === 'usual' || choice.kind === 'unknown',
  };
}

function withSelected(
  contexts: readonly Context[],
  choice: Selected,
  environment: Environment,
): readonly Context[] {
  if (choice.kind !== 'context' || contexts.some((context) => isSelected(context, choice))) return contexts;
  return [...contexts, absentContext(choice.name, environment)];
}

function contextHost(context: Context, choice: Selected): EngineHost {
  const name = context.name ?? context.folder.slice(0, 12);
  return {
    id: `context:${context.name ?? context.folder}`,
    name,
    origin: { kind: 'context', name },
    addresses: context.addresses,
    isCurrent: isSelected(context, choice),
  };
}

function isSelected({ folder }: Context, choice: Selected): boolean {
  return choice.kind === 'context' && folder === contextFolder(choice.name);
}

/** The name that the command line has for the absence of a context. */
const DEFAULT_CONTEXT = 'default';
