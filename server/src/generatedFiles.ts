import { projectSchema } from './configuration/projectSchema';
import { rulesOf, rulesPage, TENETS } from './rules/documentation';
import type { Rule } from './rules/rule';
import { RULE_SETTING_VALUES } from './settings';

/** The files that the rules decide: their page, their settings in the manifest, and the schema of the project file. Paths are below the project. */
export function generatedFiles(
  read: (path: string) => string,
): readonly { readonly path: string; readonly content: string }[] {
  return [
    { path: 'docs/rules.md', content: rulesPage() },
    { path: 'schemas/immutable-infra.schema.json', content: projectSchema() },
    { path: 'package.json', content: withRuleSettings(read('package.json')) },
  ];
}

function withRuleSettings(manifest: string): string {
  const parsed = JSON.parse(manifest) as {
    contributes: { configuration: { title: string; properties: object }[] };
  };
  const [general] = parsed.contributes.configuration;
  const tenets = TENETS.map((tenet) => ({
    title: tenet,
    properties: Object.fromEntries(rulesOf(tenet).map(ruleSetting)),
  }));
  parsed.contributes.configuration = [...(general ? [general] : []), ...tenets];
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

function ruleSetting({ id, summary, severity }: Rule): [string, unknown] {
  const severities = `In production: ${severity.production}; in development: ${severity.development}.`;
  return [
    PREFIX + id,
    {
      type: 'string',
      scope: 'resource',
      enum: RULE_SETTING_VALUES,
      enumDescriptions: [severities, 'Not reported.', 'Hint.', 'Information.', 'Warning.', 'Error.'],
      default: 'default',
      markdownDescription: summary,
    },
  ];
}

const PREFIX = 'immutableInfra.rules.';
