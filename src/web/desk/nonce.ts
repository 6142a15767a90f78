/** The number by which this page's policy knows styles of its own. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? ''

/** Styles that our own scripts make are this page's own; some components of Ant Design (what locks scrolling) forget to say so. */
export function ownStyles(): void {
  const make = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = make(name, options)
    if (name === 'style') element.nonce = nonce
    return element
  }) as typeof document.createElement
}
