package ai.miniai.examples;

import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.hooks.Hook;
import ai.miniai.hooks.HookFunction;
import ai.miniai.hooks.Hooks;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.random.Seed;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;

/** Lesson 16, second attempt: hooks, which watch any model without changing it. */
public final class Lesson16Hooks {
  /** The mean of each training batch, by the name of the hook. */
  final ListMultimap<String, Double> means = MultimapBuilder.treeKeys().arrayListValues().build();

  private final HookFunction appendMean =
      (hook, module, inputs, output) -> {
        if (module.training()) {
          means.put(hook.name(), output.mean().item());
        }
      };

  /** A single hook, which has to be closed explicitly. */
  static Lesson16Hooks one(DataLoaders dls) {
    Seed.set(1);
    var model = ModelName.CNN.create();
    var lesson = new Lesson16Hooks();
    Hook hook = new Hook("first", model.get(0), lesson.appendMean);
    new TrainLearner(model, dls, Losses::crossEntropy, 0.6).fit(1);
    hook.close();
    return lesson;
  }

  /** A hook on each layer; leaving the block closes all of them. */
  static Lesson16Hooks all(DataLoaders dls) {
    Seed.set(1);
    var model = ModelName.CNN.create();
    var lesson = new Lesson16Hooks();
    try (var hooks = new Hooks(model, lesson.appendMean)) {
      hooks.remove(hooks.size() - 1); // Flatten's output is known already
      new TrainLearner(model, dls, Losses::crossEntropy, 0.6).fit(1);
    }
    return lesson;
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    var dls = DataLoaders.of(data.train(), data.valid(), 1024);
    System.out.println(one(dls).means);
    System.out.println(all(dls).means);
  }
}
