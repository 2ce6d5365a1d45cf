/** What the dashboard needs of a logger; pino's fits. */
export interface DashboardLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
