package ai.miniai.hooks;

import ai.miniai.callback.Callback;
import ai.miniai.callback.CancelFitException;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.device.MemoryUse;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Conv2d;
import ai.miniai.recording.RunRecorderCB;

/**
 * A program of its own that trains in many small steps and watches all that can be watched. It
 * prints its resident memory in MB ten times, at equal distances.
 */
final class SmallSteps {
  private SmallSteps() {}

  /** The one argument is the number of steps. */
  public static void main(String... arguments) {
    int steps = Integer.parseInt(arguments[0]);
    ActivationStats activations = new ActivationStats(Conv2d.class);
    GradientStats gradients = new GradientStats(Conv2d.class);
    ParameterStats parameters = new ParameterStats();
    Callback reading =
        new Callback() {
          private int step;

          @Override
          public void cleanupBatch() {
            if (training()) {
              step++;
              if (step % (steps / 10) == 0) {
                System.out.println("MB " + (MemoryUse.settled().resident() >> 20));
              }
              if (step >= steps) {
                throw new CancelFitException();
              }
            }
          }
        };
    new TrainLearner(
            Pictures.small(),
            DataLoaders.of(Pictures.random(512, 8, 1), Pictures.random(16, 8, 2), 8),
            Losses::crossEntropy,
            0.01,
            new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {}),
            activations,
            gradients,
            parameters,
            new RunRecorderCB(activations, gradients, parameters),
            new DoctorCB().onDiagnosis(diagnosis -> {}),
            reading)
        .fit(steps);
  }
}
