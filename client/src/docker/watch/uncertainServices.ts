/**
 * Services whose configuration hash may be another one though nobody has changed a file. `model` is what
 * `docker compose config --no-interpolate --format json` writes; `certain` are the variables that files of the project
 * set. A variable that only the shell of whoever deployed has set, or that had no value there, cannot be known here.
 */
export function uncertainServices(model: object, certain: ReadonlySet<string>): ReadonlySet<string> {
  const entries = Object.entries(asRecord(asRecord(model)?.services) ?? {});
  return new Set(entries.filter(([, service]) => isUncertain(service, certain)).map(([name]) => name));
}

function isUncertain(value: unknown, certain: ReadonlySet<string>): boolean {
  const service = asRecord(value);
  if (!service) return true;
  // `up` puts a container's id in the place of a service that is shared with, before it makes the hash.
  const shares = ['network_mode', 'pid', 'ipc'].some((key) => /^service:|\$/.test(text(service[key])));
  if (shares || hasEntries(service.volumes_from)) return true;
  const variables = [...usedVariables(hashed(service)), ...passedOn(service.environment)];
  return variables.some((name) => !certain.has(name));
}

/** What belongs to the hash: how an image is built, and how many run, does not. */
function hashed({ build, scale, deploy, pull_policy, ...rest }: Readonly<Record<string, unknown>>): unknown {
  const { replicas, ...others } = asRecord(deploy) ?? {};
  return { ...rest, deploy: others };
}

/** `$NAME` and `${NAME…}`, also within another's default; `$$` is none. */
function usedVariables(value: unknown): readonly string[] {
  const written = strings(value).map((each) => each.replaceAll('$$', ''));
  return written.flatMap((each) => [...each.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name));
}

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  const record = asRecord(value);
  return record ? Object.values(record).flatMap(strings) : [];
}

/** Variables without a value are those of the shell. */
function passedOn(environment: unknown): readonly string[] {
  if (Array.isArray(environment)) {
    return environment.filter((each) => typeof each === 'string').filter((each) => !each.includes('='));
  }
  const entries = Object.entries(asRecord(environment) ?? {});
  return entries.filter(([, value]) => value === null).map(([name]) => name);
}

function hasEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
