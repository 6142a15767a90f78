/** The mark: two opened casements whose sill is the stroke 一. */
export function Mark() {
  return (
    <svg viewBox="0 0 36 36" aria-hidden="true" fill="currentColor">
      <path d="M4 2 12 5.5V26l-8 2.8ZM32 2l-8 3.5V26l8 2.8Z" />
      <path d="M12 5.5h12v2.8H12Z" />
      <path d="M0 31h36v3.6H0Z" />
    </svg>
  )
}
