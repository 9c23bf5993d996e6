package ai.miniai.examples;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.Predictions;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.Perplexity;
import ai.miniai.nn.Embedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import java.util.function.Supplier;

/** Learns to predict the next character of a text with an LSTM, and writes with it. */
public final class TextWithLstm {
  /** The number of characters that a network sees at once. */
  static final int WINDOW = 64;

  static final int CLASSES = CharacterText.ALPHABET.length();

  private TextWithLstm() {}

  /** Characters [batch, time] to logits of the next ones [batch, classes, time]. */
  static final class Network extends Module {
    private final Module embedding = child("embedding", new Embedding(CLASSES, 32));
    private final Module lstm = child("lstm", new LSTM(32, 64));
    private final Module toClass = child("toClass", new Linear(64, CLASSES));

    @Override
    protected Tensor forward(Tensor x) {
      Tensor states = lstm.callAll(embedding.call(x)).get("output");
      return toClass.call(states).transpose(1, 2);
    }
  }

  /** Trains a network that maps characters to logits as {@link Network} does. */
  static Learner train(
      Supplier<Module> network, CharacterText train, CharacterText valid, int epochs) {
    Seed.set(1);
    var dls = DataLoaders.of(train.windows(WINDOW), valid.windows(WINDOW), 16);
    var metrics = new MetricsCB("perplexity", new Perplexity().classDim(1));
    var schedule = new BatchSchedCB(new OneCycle(0.01, epochs * dls.train().size()));
    Learner learn = new TrainLearner(network.get(), dls, Losses::crossEntropy, 0.01, metrics);
    learn.optimizer(AdamW::new).fit(epochs, schedule);
    return learn;
  }

  /** The perplexity of the validation data. */
  static double perplexity(Learner learn) {
    Predictions predictions = learn.getPreds();
    var perplexity = new Perplexity().classDim(1);
    perplexity.update(predictions.preds(), predictions.targets());
    return perplexity.compute();
  }

  /** Continues a text by {@code count} characters, each drawn with its predicted probability. */
  static String write(Learner learn, String start, int count) {
    StringBuilder text = new StringBuilder(start);
    for (int i = 0; i < count; i++) {
      String seen = text.substring(Math.max(0, text.length() - WINDOW));
      Tensor x = Tensor.of(new CharacterText(seen).classes()).unsqueeze(0);
      Tensor logits = learn.predict(x).select(2, seen.length() - 1);
      text.append(CharacterText.ALPHABET.charAt(draw(logits)));
    }
    return text.toString();
  }

  /** A class from logits [1, classes]: the maximum, after Gumbel noise has been added to each. */
  private static int draw(Tensor logits) {
    Tensor noise = Tensor.rand(logits.shape()).log().neg().log().neg();
    return (int) logits.plus(noise).argmax(1).item();
  }

  static void report(Supplier<Module> network) {
    CharacterText valid = CharacterText.madeUp(300, 2);
    Learner learn = train(network, CharacterText.madeUp(3000, 1), valid, 5);
    System.out.println(write(learn, "a cat sees the dog. ", 200));
    System.out.println("perplexity: " + perplexity(learn));
    System.out.println("with frequencies alone: " + valid.perplexityOfFrequencies());
  }

  public static void main(String... arguments) {
    report(Network::new);
  }
}
