import { rules } from './rules';
import type { RuleSeverity } from './rules/rule';
import { NO_MORE_NAMES, type MoreNames } from './syntax/documentKind';

/** What a person has set for the whole of the product. */
export interface Settings {
  /** By rule id, only where it differs from the rule's own severities. */
  readonly rules: ReadonlyMap<string, RuleSeverity>;
  /** Names of Dockerfiles and compose files beside the usual ones. */
  readonly names: MoreNames;
  /** Whether compose variables may take their values from the process. */
  readonly processVariables: boolean;
}

export const DEFAULT_SETTINGS: Settings = { rules: new Map(), names: NO_MORE_NAMES, processVariables: false };

/** The values of a rule's setting; `default` leaves it to the rule, which knows development from production. */
export const RULE_SETTING_VALUES = ['default', 'off', 'hint', 'information', 'warning', 'error'] as const;

/** Reads the section `immutableInfra` of an editor's settings; what it does not know or understand stays at its default. */
export function readSettings(section: unknown): Settings {
  const values = property(section, 'rules');
  const chosen = new Map<string, RuleSeverity>();
  for (const { id } of rules) {
    const value = property(values, id);
    const severity = RULE_SETTING_VALUES.find((known) => known === value);
    if (severity !== undefined && severity !== 'default') chosen.set(id, severity);
  }
  return {
    rules: chosen,
    names: {
      dockerfile: texts(property(section, 'dockerfileNames')),
      compose: texts(property(section, 'composeFileNames')),
    },
    processVariables: property(section, 'processVariables') === true,
  };
}

function texts(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === 'string').filter((text) => text !== '');
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
