/** What an agent without a world model makes of one moment: what it has learnt instead of a dream. */
export type AgentInsight =
  /** The return it expects of each choice, in the order of `choices`. */
  | { readonly kind: 'actionValues'; readonly values: Float32Array; readonly choices: ActionChoices }
  /** How likely each choice is. */
  | { readonly kind: 'choiceProbabilities'; readonly values: Float32Array; readonly choices: ActionChoices }
  /** Each element of a box action as a normal distribution, in the environment's units. */
  | { readonly kind: 'normalActions'; readonly means: Float32Array; readonly deviations: Float32Array }
  /** Which returns it expects, and how likely each is. */
  | { readonly kind: 'returns'; readonly atoms: Float32Array; readonly probabilities: Float32Array };

/** What each choice does: the action as the environment takes it. */
export type ActionChoices = readonly (readonly number[])[];

/**
 * Rows of the heat strip that `insight` is drawn as, one number each; as many at every step of an episode, and at most
 * `MAX_HEAT_ROWS` are drawn.
 */
export function insightRows(insight: AgentInsight): Float32Array {
  switch (insight.kind) {
    case 'actionValues':
    case 'choiceProbabilities':
      return insight.values;
    case 'normalActions':
      return insight.means;
    case 'returns':
      return insight.probabilities;
  }
}
