import ai.miniai.callback.progress.MetricsCB
import ai.miniai.data.DataLoaders
import ai.miniai.data.fashion.FashionMnist
import ai.miniai.doctor.DoctorCB
import ai.miniai.hooks.ActivationStats
import ai.miniai.learner.TrainLearner
import ai.miniai.loss.Losses
import ai.miniai.metric.MulticlassAccuracy
import ai.miniai.nn.Flatten
import ai.miniai.nn.Linear
import ai.miniai.nn.ReLU
import ai.miniai.nn.Sequential
import ai.miniai.viz.Plots
import java.nio.file.Path

/** Trains a network on Fashion-MNIST, and draws what happens in it. */
fun main() {
  val data = FashionMnist.load()
  val dls = DataLoaders.of(data.train(), data.valid(), 1024)
  val model = Sequential(Flatten(), Linear(784, 50), ReLU(), Linear(50, 10))
  val stats = ActivationStats(Linear::class.java)
  val learn = TrainLearner(model, dls, Losses::crossEntropy, 0.2)
  learn.fit(1, MetricsCB("accuracy", MulticlassAccuracy()), stats, DoctorCB())
  Plots.colorDim(stats).save(Path.of("target", "color-dim.png"))
}
