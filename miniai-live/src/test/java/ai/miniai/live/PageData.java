package ai.miniai.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The data of a page, which follows a run as {@code run.js} does. */
final class PageData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ObjectNode view = JSON.createObjectNode();
  private long version;

  /** Gets what is new. */
  void follow(RunView run) throws IOException {
    boolean update = version > 0 && run.knows(version);
    long before = version;
    version = run.version();
    if (update) {
      update(json(json -> run.writeSince(before, json)));
    } else {
      view = json(json -> run.write(json, false));
    }
  }

  static ObjectNode json(RunFeed.Body body) throws IOException {
    return (ObjectNode) JSON.readTree(RunFeed.json(body));
  }

  private void update(ObjectNode change) {
    for (String whole : new String[] {"run", "system", "diagnosis", "merged"}) {
      view.set(whole, change.get(whole));
    }
    for (JsonNode series : change.withArray("series")) {
      merge(view.withArray("series"), series, "group", "name", "kind");
    }
    for (JsonNode recording : change.withArray("recordings")) {
      ObjectNode old = find(view.withArray("recordings"), recording, "quantity");
      int from = recording.get("from").asInt();
      extend((ObjectNode) old.get("columns"), recording.get("columns"), from);
      for (JsonNode layer : recording.get("layers")) {
        ObjectNode before = find(old.withArray("layers"), layer, "name");
        addExtremes(before, (ObjectNode) layer);
        extend(before, layer, from);
      }
    }
    JsonNode ratios = change.get("ratios");
    if (ratios != null) {
      int from = ratios.get("from").asInt();
      ObjectNode old = (ObjectNode) view.get("ratios");
      extend((ObjectNode) old.get("columns"), ratios.get("columns"), from);
      for (int i = 0; i < ratios.get("values").size(); i++) {
        extend((ArrayNode) old.get("values").get(i), ratios.get("values").get(i), from);
      }
    }
    view.withArray("samples").addAll(change.withArray("samples"));
  }

  /** They are left out where they equal the deviation. */
  private static void addExtremes(ObjectNode before, ObjectNode change) {
    for (String name : new String[] {"stdMin", "stdMax"}) {
      if (change.has(name) && !before.has(name)) {
        before.set(name, before.get("std").deepCopy());
      } else if (before.has(name) && !change.has(name)) {
        change.set(name, change.get("std").deepCopy());
      }
    }
  }

  private static void merge(ArrayNode all, JsonNode change, String... keys) {
    ObjectNode old = find(all, change, keys);
    if (old == null) {
      all.add(change);
    } else {
      extend(old, change, change.get("from").asInt());
    }
  }

  private static ObjectNode find(ArrayNode all, JsonNode like, String... keys) {
    return (ObjectNode)
        StreamSupport.stream(all.spliterator(), false)
            .filter(
                one -> {
                  boolean same = true;
                  for (String key : keys) {
                    same &= one.get(key).equals(like.get(key));
                  }
                  return same;
                })
            .findFirst()
            .orElse(null);
  }

  private static void extend(ObjectNode old, JsonNode change, int from) {
    for (Map.Entry<String, JsonNode> field : change.properties()) {
      if (field.getValue().isArray()) {
        extend(old.withArray(field.getKey()), field.getValue(), from);
      } else if (!field.getKey().equals("from") && !field.getValue().isObject()) {
        old.set(field.getKey(), field.getValue());
      }
    }
  }

  private static void extend(ArrayNode old, JsonNode change, int from) {
    while (old.size() > from) {
      old.remove(old.size() - 1);
    }
    old.addAll((ArrayNode) change);
  }

  /** The data without the numbers of memory and time, which are never the same. */
  ObjectNode data() {
    ObjectNode copy = view.deepCopy();
    copy.remove("system");
    copy.withArray("series").forEach(one -> ((ObjectNode) one).remove("from"));
    copy.withArray("recordings").forEach(one -> ((ObjectNode) one).remove("from"));
    if (copy.has("ratios")) {
      ((ObjectNode) copy.get("ratios")).remove("from");
    }
    return copy;
  }
}
