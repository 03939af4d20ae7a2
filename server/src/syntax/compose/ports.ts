import type { Span } from '../../text/span';
import { scalarParts, type Part } from './scalarParts';
import type { ComposeValue } from './values';

/** An element of a service's `ports`. Source: compose specification, "ports". */
export interface PublishedPort {
  /** The port, or range of ports, of the host; null where the engine chooses one. */
  readonly published: Part | null;
  readonly target: Part | null;
  readonly hostAddress: string | null;
  readonly protocol: string | null;
  /** `ingress` where swarm spreads it, `host` where each node publishes it; null where it is not said. */
  readonly mode: string | null;
  /** The whole text of the short form; the published port, else the target, of the long one. */
  readonly span: Span;
  readonly form: 'short' | 'long';
  readonly value: ComposeValue;
}

export function readPorts(ports: ComposeValue | null): PublishedPort[] {
  return (ports?.items() ?? []).flatMap((item) => {
    if (item.kind === 'map') return longPort(item);
    return item.kind === 'text' ? (shortPort(item) ?? []) : [];
  });
}

/** `[[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL]`; an IPv6 address stands in brackets. */
function shortPort(value: ComposeValue): PublishedPort | null {
  const parts = scalarParts(value, splitShort);
  if (!parts) return null;
  const [protocol, target, middle, first] = parts;
  // `127.0.0.1:3000` names an address and no port of the host.
  const isAddress = !first && ADDRESS.test(middle?.written ?? '');
  const [published, address] = isAddress ? [null, middle] : [middle, first];
  return {
    published: published && published.written !== '' ? published : null,
    target: target ?? null,
    hostAddress: address ? address.written.replace(/^\[|\]$/g, '') : null,
    protocol: protocol && protocol.written !== '' ? protocol.written.toLowerCase() : null,
    mode: null,
    span: value.span,
    form: 'short',
    value,
  };
}

/** The spans of the protocol, the target, the published port and the address, as many as there are. */
function splitShort(text: string): Span[] {
  const slash = text.lastIndexOf('/');
  const end = slash < 0 ? text.length : slash;
  const pieces: Span[] = [{ start: slash < 0 ? text.length : slash + 1, end: text.length }];
  const target = text.lastIndexOf(':', end - 1);
  pieces.push({ start: target + 1, end });
  if (target < 0) return pieces;
  // What ends with a bracket is an address, and its colons are its own.
  const published = text[target - 1] === ']' ? -1 : text.lastIndexOf(':', target - 1);
  pieces.push({ start: target === 0 ? 0 : published + 1, end: target });
  if (target > 0 && published >= 0) pieces.push({ start: 0, end: published });
  return pieces;
}

function longPort(value: ComposeValue): PublishedPort {
  const part = (key: string): Part | null => {
    const field = value.field(key);
    return field?.kind === 'text' ? { text: field.text, written: field.written, span: field.span } : null;
  };
  const [published, target] = [part('published'), part('target')];
  return {
    published,
    target,
    hostAddress: value.field('host_ip')?.text ?? null,
    protocol: value.field('protocol')?.text ?? null,
    mode: value.field('mode')?.text ?? null,
    span: published?.span ?? target?.span ?? value.span,
    form: 'long',
    value,
  };
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/i;
