package ai.miniai.examples;

import java.util.Locale;

/**
 * The Fashion-MNIST training runs of the course, in its order. The batch size is 1,024 unless a
 * recipe sets another one.
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

  /**
   * The batch size is 256. The course's accuracy after three epochs, before the learning rate is
   * reduced, is 0.876.
   */
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

  /**
   * The course's accuracy with the predictions averaged over an image and its mirror image is
   * 0.944.
   */
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

  /** The learning rate; with a schedule, the maximum. */
  final double lr;

  final RecipeSchedule schedule;
  final int epochs;

  /** The accuracy on the validation images after the last epoch in the course's notebook. */
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

  /** Three epochs at a constant learning rate. */
  Recipe(RecipeNetwork network, RecipeOptimizer optimizer, double lr, double recorded) {
    this(network, RecipeInput.NORMALIZED, optimizer, lr, RecipeSchedule.CONSTANT, 3, recorded);
  }

  /** AdamW with a schedule. */
  Recipe(RecipeNetwork network, double lr, RecipeSchedule schedule, int epochs, double recorded) {
    this(network, RecipeInput.NORMALIZED, RecipeOptimizer.ADAMW, lr, schedule, epochs, recorded);
  }

  /** The batch size in training; validation batches are twice as large. */
  int batchSize() {
    return 1024;
  }

  /** A one-line description. */
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

  /** Text such as "1 epoch" or "3 epochs". */
  static String inEpochs(int number) {
    return number + (number == 1 ? " epoch" : " epochs");
  }

  /** The spelling on the command line, such as "batch-norm". */
  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
