/** English: chapter 6 of the course, V. */
export const vision = {
  'learn.vision.title': 'V: a picture in a few numbers',
  'learn.vision.summary':
    'A frame through the VAE that ships, what each number does, and what the KL term is for.',
  'learn.vision.text.1':
    'From here on the model is built from pictures. A frame of CarRacing has 64 × 64 points with three colours each, 12,288 numbers, and most of them repeat each other: where the road is grey, the point beside it is grey, too. World Models (Ha & Schmidhuber 2018) therefore begins by squeezing the frame into a few numbers that say what can be seen. The part that does it is called **V**, for vision.',
  'learn.vision.text.2':
    'V is an **autoencoder**: two networks that are trained together. The **encoder** turns a frame *x* into a short list of numbers, the **latent vector** *z*. The **decoder** turns *z* into a frame *x̂* (read: x hat) again. They are trained to make *x̂* like *x*, and nobody tells them what the numbers should mean. But everything has to pass through a narrow place, so the networks must find out by themselves what a road picture is made of. The space of all such lists is the **latent space**.',
  'learn.vision.text.3':
    'More exactly V is a **variational autoencoder**, VAE (Kingma & Welling 2013): for a frame the encoder does not name a point but a cloud, a mean and a standard deviation for each number, and *z* is drawn from it. Below is V of the experiment that ships with the studio. Move one number at a time: some bend the road, some do next to nothing. Then keep two frames and go from one to the other. On the way you see roads that the car has never been on.',
  'learn.vision.figure.vae': 'A frame through V',
  'learn.vision.figure.vae.text':
    'Bars are the numbers of *z*: press one to move it. The strip shows the same frame with that number from −3 to 3.',
  'learn.vision.open': 'Load V and a frame',
  'learn.vision.mode': 'What to move',
  'learn.vision.mode.number': 'One number',
  'learn.vision.mode.between': 'Between two frames',
  'learn.vision.another': 'Another frame',
  'learn.vision.giveBack': 'Give back its own z',
  'learn.vision.eye': 'The frame x',
  'learn.vision.seen': 'Drawn again, x̂',
  'learn.vision.probe': 'Drawn from your z',
  'learn.vision.squeezed': '{inputs} numbers become {numbers}.',
  'learn.vision.z': 'The numbers of z',
  'learn.vision.chooseNumber': 'z{number}: {value}',
  'learn.vision.slide': 'z{number}',
  'learn.vision.error': 'Mean squared error of x̂, points from 0 to 1: {error}',
  'learn.vision.keepFirst': 'Keep this frame as the first',
  'learn.vision.keepSecond': 'Keep this frame as the second',
  'learn.vision.keepBoth': 'Keep two frames to go between them; Another frame drives on a little.',
  'learn.vision.first': 'First',
  'learn.vision.second': 'Second',
  'learn.vision.towards': 'From the first to the second',
  'learn.vision.text.4':
    'Why a cloud, and why should what lies between two frames look like anything? Because of the second half of what V is trained to make small, its **loss**:',
  'learn.vision.text.5':
    'The first half is the squared error of the picture. The second is the **KL divergence** (after Kullback and Leibler) of the frame’s cloud *q*(*z*|*x*) from *N*(0, 1), the bell curve with mean 0 and deviation 1, summed over the numbers. It tells how much *z* says about the frame, in **nats** (one nat is 1.44 bits): nothing where the cloud is that same bell curve for every frame, more where it is narrower or lies further out. *β* (beta) is the price of a nat. So V pays for precision, and buys it only where the picture gains.',
  'learn.vision.figure.cloud': 'What the KL term does to a cloud of codes',
  'learn.vision.figure.cloud.text':
    'Each point on the left is a “frame” of two numbers; on the right is its cloud of codes, one deviation wide. Encoder and decoder are linear, so the best ones are computed exactly.',
  'learn.vision.beta': 'Price of a nat β',
  'learn.vision.data': 'Frames (filled) and what is drawn again',
  'learn.vision.dataLabel': 'Points in the plane, each with a line to where it is drawn again',
  'learn.vision.codes': 'Codes, and the bell curve (dashed)',
  'learn.vision.codesLabel': 'An ellipse for each point’s code, over circles of the standard normal',
  'learn.vision.number': 'Number {number}',
  'learn.vision.silent': 'silent',
  'learn.vision.variance': 'Variance of the data',
  'learn.vision.deviation': 'Deviation of the code',
  'learn.vision.kl': 'Says, nats',
  'learn.vision.squaredError': 'Squared error',
  'learn.vision.total': 'Together',
  'learn.vision.text.6':
    'In this figure a frame is a point. With *β* small the clouds are narrow and points come back almost where they were. Raise *β*: the clouds grow until they touch and fill the bell curve together. Now there are no holes, every *z* near the middle belongs to some frame, and the decoder has learned what to draw there. That is why one can walk between frames, and dream. Raise it further, and a number whose nats cost more than they save falls silent, the one that says less first. This is called **posterior collapse**.',
  'learn.vision.text.7':
    'So *z* is short, blurred on purpose, and without holes. It also has blind spots. V is trained to draw points, not to drive: a fireball far away is three points large, costs next to nothing to leave out, and decides the game. And V knows no time. It sees each frame by itself, and cannot tell a car that stands from one that slides. What comes next is the work of the next part, M.',
  'learn.vision.question.1':
    'You move a number of *z* from −3 to 3, and the picture stays the same. What has training done with that number?',
  'learn.vision.answer.1':
    'It fell silent. Its cloud is the bell curve whatever the frame, so it costs no nats, and the decoder has learned to ignore it. V was given more numbers than these frames are worth at this price.',
  'learn.vision.question.2':
    'With *β* near 0 nearly every frame is drawn again without error. Why not leave it there?',
  'learn.vision.answer.2':
    'The clouds become points, with nothing between them that the decoder was ever trained on. M’s predictions of *z* will be a little off, and would fall into these gaps; a dream would soon show nothing that can be recognised.',
  'learn.vision.question.3':
    'In the table the squared error of a number that speaks equals *β*. Why just that?',
  'learn.vision.answer.3':
    'Let *e* be the error and *v* the variance. The nats are ½ ln(*v*/*e*), so the loss is ½ *e* + ½ *β* ln(*v*/*e*). Its slope by *e* is ½ − ½ *β*/*e*, which is zero at *e* = *β*: beyond that point a further bit of precision costs more than it gains. Where *v* is below *β* the point is never reached.',
  'learn.vision.link.latents': 'Slide every latent number while the car drives, in the theatre',
  'learn.vision.link.curves': 'How V’s error and KL fell while it trained',
  'learn.vision.link.new': 'Train V, M and C yourself, in about three minutes',
} as const satisfies Readonly<Record<string, string>>;
