/** A sentence of the service: for people, and what it says by code and params. */
export interface Spoken {
  code: string;
  params: object;
  message: string;
}
