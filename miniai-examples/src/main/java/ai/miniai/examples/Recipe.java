package ai.miniai.examples;

import java.util.Locale;

/**
 * The trainings of Fashion-MNIST whose results the course recorded, in its order. Batches have
 * 1,024 images unless one says otherwise.
 */
enum Recipe {
  MLP_MOMENTUM(
      RecipeNetwork.MLP,
      RecipeInput.RAW,
      RecipeOptimizer.MOMENTUM_LEARNER,
      0.1,
      RecipeSchedule.CONSTANT,
      1,
      0.789),
  KAIMING(RecipeNetwork.CONV5_RELU, RecipeOptimizer.MOMENTUM_LEARNER, 0.2, 0.853),
  GENERAL_RELU(RecipeNetwork.CONV5, RecipeOptimizer.MOMENTUM_LEARNER, 0.2, 0.872),
  LSUV(RecipeNetwork.CONV5_LSUV, RecipeOptimizer.MOMENTUM_LEARNER, 0.2, 0.866),
  LAYER_NORM(RecipeNetwork.CONV5_LAYER_NORM, RecipeOptimizer.MOMENTUM_LEARNER, 0.2, 0.874),

  /** Batches have 256 images. The record after three epochs, before the rate falls, is 0.876. */
  BATCH_NORM(
      RecipeNetwork.CONV5_BATCH_NORM,
      RecipeInput.NORMALIZED,
      RecipeOptimizer.MOMENTUM_LEARNER,
      0.2,
      RecipeSchedule.QUARTERED,
      5,
      0.899) {
    @Override
    int batchSize() {
      return 256;
    }
  },
  SGD(RecipeNetwork.CONV5_BATCH_NORM, RecipeOptimizer.SGD, 0.4, 0.852),
  MOMENTUM(RecipeNetwork.CONV5_BATCH_NORM, RecipeOptimizer.AVERAGED_MOMENTUM, 1.5, 0.876),
  RMSPROP(RecipeNetwork.CONV5_BATCH_NORM, RecipeOptimizer.RMSPROP, 3e-3, 0.853),
  ADAM(RecipeNetwork.CONV5_BATCH_NORM, RecipeOptimizer.ADAM, 6e-3, 0.871),
  COSINE(RecipeNetwork.CONV5_BATCH_NORM, 2e-2, RecipeSchedule.COSINE_BY_BATCH, 3, 0.883),
  COSINE_EPOCH(RecipeNetwork.CONV5_BATCH_NORM, 2e-2, RecipeSchedule.COSINE_BY_EPOCH, 3, 0.887),
  ONECYCLE(RecipeNetwork.CONV5_BATCH_NORM, 6e-2, RecipeSchedule.ONE_CYCLE, 5, 0.906),
  CONV6(RecipeNetwork.CONV6, 6e-2, RecipeSchedule.ONE_CYCLE, 5, 0.917),
  RESNET(RecipeNetwork.RESNET, 2e-2, RecipeSchedule.ONE_CYCLE, 5, 0.928),
  RESNET_WIDE(RecipeNetwork.RESNET_WIDE, 1e-2, RecipeSchedule.ONE_CYCLE, 5, 0.934),

  /** The record with the mean of the predictions for an image and its mirror image is 0.944. */
  AUGMENTED(
      RecipeNetwork.RESNET_WIDE,
      RecipeInput.AUGMENTED,
      RecipeOptimizer.ADAMW,
      1e-2,
      RecipeSchedule.ONE_CYCLE,
      20,
      0.943);

  final RecipeNetwork network;
  final RecipeInput input;
  final RecipeOptimizer optimizer;

  /** The rate, of a schedule the highest. */
  final double lr;

  final RecipeSchedule schedule;
  final int epochs;

  /**
   * The accuracy on the validation images after the last epoch that the course's notebook shows.
   */
  final double recorded;

  Recipe(
      RecipeNetwork network,
      RecipeInput input,
      RecipeOptimizer optimizer,
      double lr,
      RecipeSchedule schedule,
      int epochs,
      double recorded) {
    this.network = network;
    this.input = input;
    this.optimizer = optimizer;
    this.lr = lr;
    this.schedule = schedule;
    this.epochs = epochs;
    this.recorded = recorded;
  }

  /** Three epochs at one rate. */
  Recipe(RecipeNetwork network, RecipeOptimizer optimizer, double lr, double recorded) {
    this(network, RecipeInput.NORMALIZED, optimizer, lr, RecipeSchedule.CONSTANT, 3, recorded);
  }

  /** AdamW with a schedule. */
  Recipe(RecipeNetwork network, double lr, RecipeSchedule schedule, int epochs, double recorded) {
    this(network, RecipeInput.NORMALIZED, RecipeOptimizer.ADAMW, lr, schedule, epochs, recorded);
  }

  /** Images in a training batch; a validation batch has twice as many. */
  int batchSize() {
    return 1024;
  }

  /** What it is made of, in a line. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%s, input %s, %s, lr %s %s, %s, batch %d",
        Kebab.of(network),
        Kebab.of(input),
        Kebab.of(optimizer),
        lr,
        Kebab.of(schedule),
        inEpochs(epochs),
        batchSize());
  }

  /** "1 epoch" or "3 epochs". */
  static String inEpochs(int number) {
    return number + (number == 1 ? " epoch" : " epochs");
  }

  /** As it is written on the command line: "batch-norm". */
  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
