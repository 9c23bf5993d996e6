package ai.miniai.examples.battery.tasks;

import ai.miniai.data.Dataset;
import ai.miniai.loss.CrossEntropyLoss;

/** Trainings on made-up sequences that go well. */
final class TokenPlans {
  private static final int SEQUENCES = 1600;
  private static final int CHECKS = 1000;

  private TokenPlans() {}

  static Plan lstm() {
    Plan plan = plan(MadeUpTokens.lastMarker(SEQUENCES + CHECKS, 1), Quality.ACCURACY);
    plan.network = made -> TokenNetwork.lstm(made.between);
    plan.lr = 0.01;
    return plan;
  }

  static Plan language() {
    Plan plan = plan(MadeUpTokens.text(SEQUENCES + CHECKS, 1), Quality.LIKELIHOOD);
    plan.network = made -> TokenNetwork.gru(made.between);
    plan.lr = 0.01;
    return plan;
  }

  static Plan attention() {
    Plan plan = plan(MadeUpTokens.mostFrequent(SEQUENCES + CHECKS, 1), Quality.ACCURACY);
    plan.network = made -> TokenNetwork.encoder(made.between);
    return plan;
  }

  private static Plan plan(Dataset all, Quality quality) {
    Plan plan =
        new Plan(
            all.subset(0, SEQUENCES),
            all.subset(SEQUENCES, SEQUENCES + CHECKS),
            kind -> new CrossEntropyLoss().reduction(kind),
            quality);
    plan.batchSize = 32;
    return plan;
  }
}
