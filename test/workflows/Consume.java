import java.io.FileInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** As much of Kafka's console consumer as the examples use; the package of the broker is without it. */
public class Consume {
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    String topic = null;
    Duration patience = Duration.ZERO;
    for (int at = 0; at < args.length; at++) {
      switch (args[at]) {
        case "--bootstrap-server" -> properties.put("bootstrap.servers", args[++at]);
        case "--topic" -> topic = args[++at];
        case "--consumer.config" -> properties.load(new FileInputStream(args[++at]));
        case "--group" -> properties.put("group.id", args[++at]);
        case "--from-beginning" -> properties.put("auto.offset.reset", "earliest");
        case "--timeout-ms" -> patience = Duration.ofMillis(Long.parseLong(args[++at]));
        default -> throw new IllegalArgumentException(args[at]);
      }
    }
    var text = new StringDeserializer();
    try (var consumer = new KafkaConsumer<>(properties, text, text)) {
      consumer.subscribe(List.of(topic));
      var records = consumer.poll(patience);
      records.forEach(each -> System.out.println(each.value()));
    }
  }
}
