/** What the fake answers to a request. */
export interface Answer {
  readonly status: number;
  /** A JSON body, or the bytes of another media type. */
  readonly body: { readonly json: unknown } | { readonly bytes: Buffer; readonly type: string };
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(status: number, value: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: { json: value }, ...(headers === undefined ? {} : { headers }) };
}

/** An answer that refuses a request; routes throw it. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = {
      message,
      ...extra,
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    };
  }
}

export function notFound(message = 'Not Found'): Refusal {
  return new Refusal(404, message);
}

export function forbidden(): Refusal {
  return new Refusal(403, 'Resource not accessible by integration');
}

/** The 422 of `POST reviews`: its errors are sentences. */
export function unprocessable(...errors: readonly string[]): Refusal {
  return new Refusal(422, 'Unprocessable Entity', { errors });
}

/** A 422 whose errors name fields, as `POST comments` answers. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code: 'custom' | 'invalid' | 'missing_field' | 'too_large';
  readonly message?: string;
}

export function validationFailed(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

/** The 422 for a body that does not have the form that the route asks for. */
export function invalidRequest(...complaints: readonly string[]): Refusal {
  return new Refusal(422, `Invalid request.\n\n${complaints.join('\n')}`);
}
