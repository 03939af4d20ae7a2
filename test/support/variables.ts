import { outsideText } from '../../server/src/syntax/expandedText';
import type { Variables } from '../../server/src/syntax/compose/interpolation';

/** Variables of a process, which stand in no file. */
export function variablesFrom(values: ReadonlyMap<string, string>): Variables {
  return (name) => {
    const value = values.get(name);
    return value === undefined ? undefined : outsideText(value);
  };
}
