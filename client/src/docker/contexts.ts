import { createHash } from 'node:crypto';
import type { Environment } from '../environment';
import type { EngineAddress, EngineFailure } from './engine';
import { engineAddress, misconfigured } from './engineAddress';
import { folderTls, type TlsAnswer } from './tlsMaterial';

/** A context of the Docker command line. */
export interface Context {
  /** Null where its file does not tell. */
  readonly name: string | null;
  /** The SHA-256 of its name: the folder of its files. */
  readonly folder: string;
  readonly addresses: readonly EngineAddress[] | EngineFailure;
}

/** All contexts of the command line's store, those included whose files are broken; the `chosen` one is known by its folder. */
export async function readContexts(
  environment: Environment,
  chosen: string | null,
): Promise<readonly Context[]> {
  const names = (await environment.listFolder(`${store(environment)}/meta`)) ?? [];
  const folders = names.filter((name) => /^[0-9a-f]{64}$/.test(name));
  return Promise.all(
    folders.map((folder) =>
      readContext(
        { folder, chosen: chosen !== null && contextFolder(chosen) === folder ? chosen : null },
        environment,
      ),
    ),
  );
}

/** What the command line says of a context that is chosen and not in the store. */
export function absentContext(name: string, environment: Environment): Context {
  const folder = contextFolder(name);
  const detail = `The context '${name}' does not exist: there is no ${metadataPath(folder, environment)}.`;
  return { name, folder, addresses: misconfigured(null, detail) };
}

export function contextFolder(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** That of the command line's configuration, its contexts and its certificates. */
export function configurationFolder({ variables, homeDirectory }: Environment): string {
  // An empty variable is none, as the command line has it.
  const folder = variables.DOCKER_CONFIG ?? '';
  return folder === '' ? `${homeDirectory}/.docker` : folder;
}

/** Null for what is no JSON object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

async function readContext(
  { folder, chosen }: { readonly folder: string; readonly chosen: string | null },
  environment: Environment,
): Promise<Context> {
  const path = metadataPath(folder, environment);
  const file = await environment.readFile(path);
  const metadata = file.found ? parseObject(file.text) : null;
  const written = metadata?.Name;
  const name = chosen ?? (typeof written === 'string' && contextFolder(written) === folder ? written : null);
  const called = name === null ? 'A context' : `The context '${name}'`;
  const broken = (detail: string) => ({
    name,
    folder,
    addresses: misconfigured(null, `${called} ${detail}`),
  });
  if (!file.found) return broken(`cannot be read: ${file.detail} (${path})`);
  if (name === null) return broken(`does not say its name: see ${path}.`);
  const endpoint = dockerEndpoint(metadata);
  if (!endpoint) return broken(`names no Docker endpoint: see ${path}.`);
  const tls = endpoint.skipsVerification
    ? SKIPS_VERIFICATION
    : await folderTls(environment, `${store(environment)}/tls/${folder}/docker`);
  return { name, folder, addresses: engineAddress(endpoint.host, { kind: 'context', name }, tls) };
}

function dockerEndpoint(
  metadata: Readonly<Record<string, unknown>> | null,
): { host: string; skipsVerification: boolean } | null {
  const docker = asObject(asObject(metadata?.Endpoints)?.docker);
  const host = docker?.Host;
  if (typeof host !== 'string' || host === '') return null;
  return { host, skipsVerification: docker?.SkipTLSVerify === true };
}

function metadataPath(folder: string, environment: Environment): string {
  return `${store(environment)}/meta/${folder}/meta.json`;
}

function store(environment: Environment): string {
  return `${configurationFolder(environment)}/contexts`;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

const SKIPS_VERIFICATION: TlsAnswer = {
  kind: 'unsupported',
  detail: "The context does not verify the engine's certificate (SkipTLSVerify), which is not supported.",
};
