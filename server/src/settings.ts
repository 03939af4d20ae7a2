import type { ProfilePattern } from './project/profile';
import { rules } from './rules';
import { DEFAULT_RULE_OPTIONS, type RuleOptions } from './rules/facts';
import type { RuleSeverity } from './rules/rule';
import { singlePlatformPin } from './rules/single-platform-pin';
import {
  DEFAULT_REGISTRY_SETTINGS,
  type NetworkSettings,
  type RegistrySettings,
} from './registry/registrySettings';
import { NO_MORE_NAMES, type MoreNames } from './syntax/documentKind';

/** What a person has set for the whole of the product. */
export interface Settings {
  /** Whether files are judged at all. */
  readonly enabled: boolean;
  /** By rule id, only where it differs from the rule's own severities. */
  readonly rules: ReadonlyMap<string, RuleSeverity>;
  /** What rules are told beside their severities. */
  readonly options: RuleOptions;
  /** What files are for where their paths do not say it; the last that names a file counts. */
  readonly profiles: readonly ProfilePattern[];
  /** Names of Dockerfiles and compose files beside the usual ones. */
  readonly names: MoreNames;
  /** Whether compose variables may take their values from the process. */
  readonly processVariables: boolean;
  readonly registries: RegistrySettings;
  readonly pins: PinSettings;
}

/** How pins are written, and when they are checked. */
export interface PinSettings {
  readonly style: 'tag@digest' | 'digest # tag';
  /** As `linux/arm64`; null for the index. */
  readonly platform: string | null;
  /** When the pins of a file are checked without being asked to. */
  readonly check: 'never' | 'onOpen' | 'onSave' | 'onOpenAndSave';
}

export const DEFAULT_SETTINGS: Settings = {
  enabled: true,
  rules: new Map(),
  options: DEFAULT_RULE_OPTIONS,
  profiles: [],
  names: NO_MORE_NAMES,
  processVariables: false,
  registries: DEFAULT_REGISTRY_SETTINGS,
  pins: { style: 'tag@digest', platform: null, check: 'never' },
};

/** The values of a rule's setting; `default` leaves it to the rule, which knows development from production. */
export const RULE_SETTING_VALUES = ['default', 'off', 'hint', 'information', 'warning', 'error'] as const;

/**
 * Reads the sections `immutableInfra` and `http` of an editor's settings; what it does not know or understand stays at its
 * default. `project` has the values of the project file in the same words: what the editor has not set is as they say.
 */
export function readSettings(own: unknown, http: unknown = null, project: unknown = null): Settings {
  const section = project === null ? own : laidOver(project, own);
  const values = property(section, 'rules');
  const chosen = new Map<string, RuleSeverity>();
  for (const { id } of rules) {
    const value = property(values, id);
    const severity = RULE_SETTING_VALUES.find((known) => known === value);
    if (severity !== undefined && severity !== 'default') chosen.set(id, severity);
  }
  const pins = readPins(section);
  // Who wants the image of one platform has no use for a rule against that.
  if (pins.platform !== null && !chosen.has(SINGLE_PLATFORM)) chosen.set(SINGLE_PLATFORM, 'off');
  return {
    enabled: property(section, 'enable') !== false,
    rules: chosen,
    options: readOptions(section),
    profiles: readProfiles(property(section, 'profiles')),
    names: {
      dockerfile: texts(property(section, 'dockerfileNames')),
      compose: texts(property(section, 'composeFileNames')),
    },
    processVariables: property(section, 'processVariables') === true,
    registries: {
      plainHttpHosts: texts(property(section, 'plainHttpRegistries')),
      registryMap: textMap(property(section, 'registryMap')),
      network: readNetwork(http),
    },
    pins,
  };
}

const SINGLE_PLATFORM = singlePlatformPin.id;

/** Both, where one has no value the other's; `over` wins, in maps for each key. */
function laidOver(under: unknown, over: unknown): unknown {
  if (isUnset(over)) return under;
  if (!isMap(under) || !isMap(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, laidOver(under[key], over[key])]));
}

/** An editor gives the default of what nobody has set. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === 'default';
}

function readOptions(section: unknown): RuleOptions {
  const allowed = property(section, 'allowedImages');
  return {
    allowedImages: new Map(
      Object.entries(isMap(allowed) ? allowed : {}).map(([id, images]) => [id, texts(images)]),
    ),
    localImages: texts(property(section, 'localImages')),
    autoUpdaters: texts(property(section, 'autoUpdaters')),
    requireHashes: property(section, 'requireHashes') === true,
    allowSecurityUpgrades: property(section, 'allowSecurityUpgrades') === true,
    requireReason: property(section, 'requireIgnoreReason') === true,
  };
}

function readProfiles(value: unknown): ProfilePattern[] {
  return [...textMap(value)].flatMap(([glob, profile]) =>
    profile === 'production' || profile === 'development' ? [{ glob, profile }] : [],
  );
}

function readPins(section: unknown): PinSettings {
  const platform = property(section, 'pinPlatform');
  const { check } = DEFAULT_SETTINGS.pins;
  const when = property(section, 'checkPins');
  return {
    style: property(section, 'pinStyle') === 'digest # tag' ? 'digest # tag' : 'tag@digest',
    platform: typeof platform === 'string' && platform !== '' ? platform : null,
    check: (['onOpen', 'onSave', 'onOpenAndSave'] as const).find((known) => known === when) ?? check,
  };
}

function readNetwork(http: unknown): NetworkSettings {
  const proxy = property(http, 'proxy');
  const noProxy = texts(property(http, 'noProxy'));
  return {
    proxy: typeof proxy === 'string' ? proxy : '',
    noProxy: noProxy.length > 0 ? noProxy : null,
    proxySupport: property(http, 'proxySupport') !== 'off',
    proxyStrictSSL: property(http, 'proxyStrictSSL') !== false,
    systemCertificates: property(http, 'systemCertificates') !== false,
  };
}

function textMap(value: unknown): ReadonlyMap<string, string> {
  const entries = isMap(value) ? Object.entries(value) : [];
  return new Map(
    entries.flatMap(([key, text]) => (typeof text === 'string' && text !== '' ? [[key, text]] : [])),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === 'string').filter((text) => text !== '');
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
