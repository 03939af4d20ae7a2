import { rules } from './rules';
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
  /** By rule id, only where it differs from the rule's own severities. */
  readonly rules: ReadonlyMap<string, RuleSeverity>;
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
  rules: new Map(),
  names: NO_MORE_NAMES,
  processVariables: false,
  registries: DEFAULT_REGISTRY_SETTINGS,
  pins: { style: 'tag@digest', platform: null, check: 'never' },
};

/** The values of a rule's setting; `default` leaves it to the rule, which knows development from production. */
export const RULE_SETTING_VALUES = ['default', 'off', 'hint', 'information', 'warning', 'error'] as const;

/** Reads the sections `immutableInfra` and `http` of an editor's settings; what it does not know or understand stays at its default. */
export function readSettings(section: unknown, http: unknown = null): Settings {
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
    rules: chosen,
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
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(value) : [];
  return new Map(
    entries.flatMap(([key, text]) => (typeof text === 'string' && text !== '' ? [[key, text]] : [])),
  );
}

function texts(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === 'string').filter((text) => text !== '');
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
