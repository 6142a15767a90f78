/**
 * Makes of cosines how much nearer each is than they are on the average, 0 to 1, in place: how near what has nothing in common is seen
 * differs from one way of seeing to another, and only beyond that they can stand for each other.
 *
 * @param topics those that count
 */
export function beyondMean(near: Float32Array, topics: readonly number[]): void {
  const sum = topics.reduce((all, topic) => all + (near[topic] ?? 0), 0)
  const mean = sum / Math.max(1, topics.length)
  for (const topic of topics) near[topic] = mean >= 1 ? 0 : Math.max(0, ((near[topic] ?? 0) - mean) / (1 - mean))
}
