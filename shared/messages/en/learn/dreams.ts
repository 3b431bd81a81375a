/** English: chapter 9 of the course, inside the dream. */
export const dreams = {
  'learn.dreams.title': 'Inside the dream',
  'learn.dreams.summary': 'Drive in a dream, set its temperature, and find the policy that wins only there.',
  'learn.dreams.text.1':
    'A model that predicts the next moment can be played like a game. Take the *z* of a real first frame, choose an action, draw the next *z* from M, let V draw its picture, and go on. Nothing real is needed any more. World Models calls this a **dream**, and does with it the boldest thing one can do: for the game Take Cover its controller C is trained in the dream alone and sees the real game only once it is finished.',
  'learn.dreams.text.2':
    'Take Cover is a room. Monsters at the far wall throw fireballs; you can move left, move right, or stand still. Time is counted in tics, 35 a second, and each tic survived is a point, 2,100 at most. Here an action holds for four tics. M has one more output for this game: the probability that the episode ends now. Once it passes one half, the dream is over. Play in it yourself below.',
  'learn.dreams.figure.drive': 'Take Cover, as M dreams it',
  'learn.dreams.figure.drive.text':
    'Press Play, then use the arrow keys while the picture has the focus. While your hands are off, the agent that learned here plays on. Move the temperature whenever you like.',
  'learn.dreams.openDream': 'Enter the dream',
  'learn.dreams.stage': 'The dream. Arrow keys move left and right.',
  'learn.dreams.picture': 'What is dreamt',
  'learn.dreams.play': 'Play',
  'learn.dreams.newDream': 'Another dream',
  'learn.dreams.survived': 'Tics survived: {points}',
  'learn.dreams.ended': 'The dream ended after {points} tics.',
  'learn.dreams.youDrive': 'You decide.',
  'learn.dreams.agentDrives': 'The agent decides; press an arrow key to take over.',
  'learn.dreams.decided':
    'The likeliest curve of each mixture carries {share}% of the weight on average, at this temperature.',
  'learn.dreams.text.3':
    'The dream is no recording: your moves change it, fireballs fly where they would, and it hits you where it thinks you would be hit. What decides how hard it is, is the temperature *τ* of the last chapter. At 2 everything flickers and fireballs come out of nowhere. At 0.1 only the likeliest curve of each mixture is ever drawn, and that a monster shoots just now is never the likeliest thing.',
  'learn.dreams.text.4':
    'So there may be policies that are excellent in a cold dream and useless elsewhere. A search that only looks at the dream’s score will find them: it **exploits** the model’s mistakes, without any intent to. Look for one yourself. Choose a policy and a temperature and let it run in the dream and in the real game at once, from fresh starts, a few times each. A try takes some seconds.',
  'learn.dreams.figure.exploit': 'The same policy, dreamt and real',
  'learn.dreams.figure.exploit.text':
    'Both run sixteen times as fast as the game. Begin with the agent at 1.3, the temperature that it was trained at, then stand still at 0.1.',
  'learn.dreams.openBoth': 'Open the dream and the game',
  'learn.dreams.policy': 'Policy',
  'learn.dreams.policy.still': 'Stand still',
  'learn.dreams.policy.left': 'Always left',
  'learn.dreams.policy.right': 'Always right',
  'learn.dreams.policy.agent': 'The agent',
  'learn.dreams.inDream': 'Dream: {points}',
  'learn.dreams.inReality': 'Reality: {points}',
  'learn.dreams.try': 'Try it in both',
  'learn.dreams.forget': 'Clear the table',
  'learn.dreams.trying': 'Under way, until both are over.',
  'learn.dreams.triedSoFar': 'Tries so far: {tries}',
  'learn.dreams.tries': 'Tries',
  'learn.dreams.dreamt': 'In the dream',
  'learn.dreams.real': 'In reality',
  'learn.dreams.lost': 'Lost in reality',
  'learn.dreams.text.5':
    'Standing still in the coldest dream mostly survives to the very end, which no policy does in reality: there it lives for about 160 tics, less than acting at random. Stop is best, the dream says, since in this dream nobody shoots at you. Heat it, and the trick is gone: at 1.3 standing still dies in the dream too. Heat is a crude but honest remedy. What survives in a dream that is wilder than the world does not lean on details of it.',
  'learn.dreams.text.6':
    'The paper measured that: five controllers, each trained in a dream of another temperature, scored there and in the game. The studio repeated the study with far less data, 800 recorded episodes instead of 10,000 and one seed. Compare both. What they share: the colder the dream, the more of its score is lost. What they do not share: the studio’s cold policies are poor in reality, but not as poor as a random one, and its best temperature is the hottest.',
  'learn.dreams.figure.table': 'How hot should the dream be?',
  'learn.dreams.figure.table.text':
    'Tics survived, mean and standard deviation. Paper: Ha & Schmidhuber 2018. Studio: docs/results.md; of its five runs the one at 1.30 ships.',
  'learn.dreams.source': 'Whose figures',
  'learn.dreams.source.paper': 'The paper',
  'learn.dreams.source.here': 'This studio',
  'learn.dreams.tics': 'Tics survived',
  'learn.dreams.randomPolicy': 'Random policy',
  'learn.dreams.text.7':
    'Three limits remain, and the next chapters answer them. C is found by trying, without a gradient, so it must be small. V is trained before M and does not know what M will need. And the data came from a random policy: of places where only a good player gets, the model knows nothing. The paper names the remedy for the last, to let the new policy collect new data, learn again, and repeat; Dreamer does so all the time.',
  'learn.dreams.question.1':
    'C is given M’s hidden state *h*. In what way does that make it easier to cheat in the dream?',
  'learn.dreams.answer.1':
    '*h* is what the dream’s own future is computed from. C sees the inside of the machine that makes its world, and may learn to bring it into states in which M never predicts a fireball. A real game shows no player its memory.',
  'learn.dreams.question.2': 'Why not make the dream as hot as can be?',
  'learn.dreams.answer.2':
    'Then nothing follows from anything any more, and no policy does better than another. What is learned must still hold in the world. The paper’s best was 1.15, not 2.',
  'learn.dreams.question.3':
    'A model is wrong in one situation of a thousand. Why can that spoil everything that is learned in it?',
  'learn.dreams.answer.3':
    'Because learning looks for high scores. If the mistake pays, the policy goes there again and again, and one situation of a thousand becomes most of what it meets.',
  'learn.dreams.link.play': 'Play in the dream of Take Cover, large',
  'learn.dreams.link.watch': 'The same agent in the real game, beside its dream',
  'learn.dreams.link.run': 'The run: dream and reality as it learned',
} as const satisfies Readonly<Record<string, string>>;
