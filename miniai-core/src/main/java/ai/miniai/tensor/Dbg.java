package ai.miniai.tensor;

import java.util.*;

public class Dbg {
  static TreeMap<Integer, List<Long>> m = new TreeMap<>();

  static synchronized void add(int k, long ns) {
    m.computeIfAbsent(k, z -> new ArrayList<>()).add(ns);
  }

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  m.forEach(
                      (k, v) -> {
                        v.subList(0, v.size() / 3).clear();
                        Collections.sort(v);
                        System.out.printf(
                            "  %d n=%d p10 %.0f p50 %.0f us%n",
                            k, v.size(), v.get(v.size() / 10) / 1e3, v.get(v.size() / 2) / 1e3);
                      });
                }));
  }
}
