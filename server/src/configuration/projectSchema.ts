import { rules } from '../rules';
import { RULE_SETTING_VALUES } from '../settings';
import { PIN_STYLES, PROFILES, PROJECT_KEYS, type KeyShape } from './projectKeys';

/** The JSON schema of the project file, by which other tools complete and check it. */
export function projectSchema(): string {
  const properties = Object.fromEntries(
    PROJECT_KEYS.map(({ name, shape, summary }) => [name, { description: summary, ...SHAPES[shape] }]),
  );
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Immutable Infra',
    description: 'What counts for all Dockerfiles and compose files beside and below this file.',
    type: ['object', 'null'],
    additionalProperties: false,
    properties,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** What stands at a key, in the words of JSON schema. A key without a value sets nothing. */
const SHAPES: Readonly<Record<KeyShape, object>> = {
  severities: byRule({ enum: [...RULE_SETTING_VALUES, null] }),
  profiles: { type: ['object', 'null'], additionalProperties: { enum: [...PROFILES, null] } },
  images: listOfTexts(),
  imagesByRule: byRule(listOfTexts()),
  paths: listOfTexts(),
  flag: { type: ['boolean', 'null'] },
  pinStyle: { enum: [...PIN_STYLES, null] },
};

function byRule(value: object): object {
  const properties = Object.fromEntries(
    rules.map(({ id, summary }) => [id, { description: summary, ...value }]),
  );
  return { type: ['object', 'null'], additionalProperties: false, properties };
}

function listOfTexts(): object {
  return { type: ['array', 'null'], items: { type: 'string' } };
}
