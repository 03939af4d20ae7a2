/** One line of `GET /events`. */
export interface EngineEvent {
  readonly kind: 'container' | 'image' | 'service' | 'node' | 'other';
  /** Without what follows a colon: `exec_create`, `start`, `health_status`. */
  readonly action: string;
  /** What follows the colon: a command, a health; empty where nothing does. */
  readonly detail: string;
  /** Of the container, the image, the service. */
  readonly id: string;
  /** Milliseconds since the epoch by the engine's clock, with fractions: what is sent later is never less. */
  readonly time: number;
  readonly attributes: Readonly<Record<string, string>>;
}
