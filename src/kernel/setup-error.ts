/**
 * What stops the platform from starting or a command from running, and what the person at the keyboard can do about it.
 * The message is one Chinese sentence; the command line prints it alone and exits with `exitCode`.
 */
export class SetupError extends Error {
  readonly exitCode: number

  constructor(message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'SetupError'
    this.exitCode = options.exitCode ?? 1
  }
}
