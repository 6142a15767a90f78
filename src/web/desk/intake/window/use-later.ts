import { useEffect, useState } from 'react'

/** A text once it has rested. @param restMs how long it must stay the same */
export function useLater(text: string, restMs: number): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs)
    return () => clearTimeout(timer)
  }, [text, restMs])
  return rested
}
