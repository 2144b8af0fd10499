package keiba.bootstrap.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keiba.bootstrap.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks that the files of {@code deploy/} are readable and consistent and use existing settings. Nothing is started. */
class DeploymentFilesTest {
    private static final Path DEPLOY = Project.root().resolve("deploy");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Names of images without the host of a registry: {@code postgres:17}, {@code apache/kafka:4.1.0}. */
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9-]+(?:/[a-z0-9-]+)?(?::[a-z0-9.-]+)?");

    @TempDir
    private Path files;

    private static List<JsonNode> documents(Path file) throws IOException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(Files.readString(file))) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }

    private static JsonNode compose() throws IOException {
        return documents(DEPLOY.resolve("compose.yaml")).getFirst();
    }

    private static List<JsonNode> kubernetes() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        try (Stream<Path> found = Files.list(DEPLOY.resolve("kubernetes"))) {
            for (Path file : found.sorted().toList()) {
                objects.addAll(documents(file));
            }
        }
        return objects;
    }

    private static Stream<JsonNode> ofKind(List<JsonNode> objects, String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** Reads an environment as the service does, with files for the secrets. */
    private ServiceSettings settings(Map<String, String> environment) throws IOException {
        Map<String, String> here = new HashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String value = variable.getValue().replaceAll("\\$\\{(\\w+)(:[?-][^}]*)?}", "https://id.example/$1");
            here.put(
                    variable.getKey(),
                    variable.getKey().endsWith("_FILE")
                                    && value.startsWith("/run/secrets/")
                                    && !variable.getKey().equals(Setting.REDIS_CA_FILE.variable())
                            ? Files.writeString(files.resolve("secret"), "s3cret")
                                    .toString()
                            : value);
        }
        return ServiceSettings.of(Configuration.defaults().withEnvironment(here), Mode.PRODUCTION);
    }

    @Test
    void the_compose_file_uses_existing_settings_and_starts_two_of_each_process() throws IOException {
        JsonNode services = compose().path("services");
        assertThat(services.propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "postgres",
                        "redis",
                        "kafka-1",
                        "kafka-2",
                        "kafka-3",
                        "migrate",
                        "api-1",
                        "api-2",
                        "recorder-1",
                        "recorder-2",
                        "gateway");
        Set<ServiceRole> roles = new TreeSet<>();
        for (String process : List.of("api-1", "api-2", "recorder-1", "recorder-2")) {
            ServiceSettings settings = settings(texts(services.path(process).path("environment")));
            roles.addAll(settings.roles());
            assertThat(settings.kafka().replicationFactor()).isEqualTo((short) 3);
            assertThat(settings.migration().atStart()).isFalse();
        }
        assertThat(roles).containsExactlyInAnyOrderElementsOf(ServiceRole.ALL);
        assertThat(services.at("/api-1/environment")).isEqualTo(services.at("/api-2/environment"));
        assertThat(services.at("/recorder-1/environment")).isEqualTo(services.at("/recorder-2/environment"));
        assertThat(services.at("/migrate/command/0").asText()).isEqualTo("migrate");
    }

    @Test
    void the_compose_file_contains_everything_that_it_refers_to() throws IOException {
        JsonNode compose = compose();
        Set<String> services =
                compose.path("services").propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
        compose.path("services").forEach(service -> {
            assertThat(services).containsAll(texts(service.path("depends_on")).keySet());
            service.path("secrets")
                    .forEach(secret -> assertThat(compose.path("secrets").has(secret.asText()))
                            .isTrue());
            service.path("volumes").forEach(volume -> {
                String source = volume.asText().split(":", 2)[0];
                assertThat(
                                source.startsWith("./")
                                        ? Files.exists(DEPLOY.resolve(source))
                                        : compose.path("volumes").has(source))
                        .as(source)
                        .isTrue();
            });
        });
        Stream.of("POSTGRES_URL", "KAFKA_BOOTSTRAP", "REDIS_URL")
                .map(setting -> compose.at("/services/api-1/environment/KEIBA_" + setting)
                        .asText())
                .flatMap(address -> Stream.of(address.replaceFirst(".*//", "").split(",", -1)))
                .map(address -> address.replaceFirst(":.*", ""))
                .forEach(host -> assertThat(services).contains(host));
    }

    @Test
    void the_compose_file_configures_three_kafka_brokers_as_one_cluster() throws IOException {
        JsonNode services = compose().path("services");
        for (int broker = 1; broker <= 3; broker++) {
            Map<String, String> environment =
                    texts(services.path("kafka-" + broker).path("environment"));
            assertThat(environment)
                    .containsEntry("KAFKA_NODE_ID", Integer.toString(broker))
                    .containsEntry("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka-" + broker + ":9092")
                    .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", "2")
                    .containsEntry(
                            "CLUSTER_ID",
                            services.at("/kafka-1/environment/CLUSTER_ID").asText());
            assertThat(environment.get("KAFKA_CONTROLLER_QUORUM_VOTERS"))
                    .contains(broker + "@kafka-" + broker + ":9093");
        }
    }

    @Test
    void the_variables_of_the_gateway_are_known_and_name_existing_processes_and_ports() throws IOException {
        String haproxy = Files.readString(DEPLOY.resolve("haproxy/haproxy.cfg"));
        JsonNode compose = compose().path("services");
        Map<String, String> gateway = texts(compose.path("gateway").path("environment"));
        assertThat(gateway.keySet()).allMatch(haproxy::contains).allMatch(GivenSettings::isOfTool);
        gateway.forEach((variable, address) -> {
            if (!variable.startsWith("KEIBA_GATEWAY_")) {
                String[] parts = address.split(":", 2);
                assertThat(compose.path(parts[0])
                                .at("/environment/KEIBA_HTTP_PORT")
                                .asText())
                        .isEqualTo(parts[1]);
            }
        });
        assertThat(compose.at("/gateway/ports/0").asText())
                .endsWith(":"
                        + Objects.requireNonNull(gateway.get("KEIBA_GATEWAY_BIND"))
                                .replace("*:", ""));
        List<JsonNode> objects = kubernetes();
        JsonNode container = ofKind(objects, "Deployment")
                .filter(object -> name(object).equals("keiba-gateway"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec/containers/0");
        container.path("env").forEach(variable -> {
            String given = variable.path("name").asText();
            assertThat(haproxy).contains(given);
            if (!given.startsWith("KEIBA_GATEWAY_")) {
                String[] parts = variable.path("value").asText().split(":", 2);
                assertThat(ofKind(objects, "Service")).anySatisfy(service -> {
                    assertThat(name(service)).isEqualTo(parts[0]);
                    assertThat(service.at("/spec/ports/0/port").asText()).isEqualTo(parts[1]);
                });
            }
        });
    }

    @Test
    void the_kubernetes_manifests_use_existing_settings_and_roles() throws IOException {
        List<JsonNode> objects = kubernetes();
        Map<String, String> shared =
                texts(ofKind(objects, "ConfigMap").findFirst().orElseThrow().path("data"));
        Set<ServiceRole> roles = new TreeSet<>();
        for (String name : List.of("keiba-api", "keiba-recorder")) {
            JsonNode container = ofKind(objects, "Deployment")
                    .filter(object -> name(object).equals(name))
                    .findFirst()
                    .orElseThrow()
                    .at("/spec/template/spec/containers/0");
            Map<String, String> environment = new HashMap<>(shared);
            container
                    .path("env")
                    .forEach(variable -> environment.put(
                            variable.path("name").asText(),
                            variable.path("value").asText()));
            ServiceSettings settings = settings(environment);
            roles.addAll(settings.roles());
            assertThat(container.at("/ports/0/containerPort").asInt())
                    .isEqualTo(settings.http().port());
        }
        assertThat(roles).containsExactlyInAnyOrderElementsOf(ServiceRole.ALL);
    }

    @Test
    void every_kubernetes_deployment_has_probes_a_selector_and_time_to_stop() throws IOException {
        List<JsonNode> objects = kubernetes();
        assertThat(objects).allSatisfy(object -> {
            assertThat(object.path("apiVersion").asText()).isIn("v1", "apps/v1", "policy/v1", "batch/v1");
            assertThat(name(object)).startsWith("keiba");
        });
        assertThat(ofKind(objects, "Deployment")).hasSize(3).allSatisfy(deployment -> {
            JsonNode pod = deployment.at("/spec/template/spec");
            assertThat(deployment.at("/spec/selector/matchLabels"))
                    .isEqualTo(deployment.at("/spec/template/metadata/labels"));
            assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThanOrEqualTo(30);
            assertThat(pod.at("/containers/0/readinessProbe/httpGet/path").asText())
                    .startsWith("/observe/health/");
            for (String kind : List.of("Service", "PodDisruptionBudget")) {
                assertThat(ofKind(objects, kind).filter(object -> name(object).equals(name(deployment))))
                        .singleElement()
                        .satisfies(object -> assertThat(
                                        kind.equals("Service")
                                                ? object.at("/spec/selector")
                                                : object.at("/spec/selector/matchLabels"))
                                .isEqualTo(deployment.at("/spec/selector/matchLabels")));
            }
        });
        List<JsonNode> pods = Stream.concat(ofKind(objects, "Deployment"), ofKind(objects, "Job"))
                .map(object -> object.at("/spec/template/spec"))
                .toList();
        assertThat(pods).hasSize(4).allSatisfy(pod -> {
            // its variables would be refused as settings that do not exist
            assertThat(pod.path("enableServiceLinks").asText()).isEqualTo("false");
            List<String> volumes = pod.path("volumes")
                    .valueStream()
                    .map(volume -> volume.path("name").asText())
                    .toList();
            assertThat(pod.at("/containers/0/volumeMounts")
                            .valueStream()
                            .map(mount -> mount.path("name").asText()))
                    .containsExactlyElementsOf(volumes);
        });
    }

    @Test
    void images_name_no_registry_and_the_service_does_not_run_as_root() throws IOException {
        Set<String> images = new TreeSet<>();
        compose()
                .path("services")
                .forEach(service -> images.add(service.path("image").asText()));
        kubernetes().forEach(object -> object.findValues("image").forEach(image -> images.add(image.asText())));
        String dockerfile = Files.readString(DEPLOY.resolve("Dockerfile"));
        Matcher from = Pattern.compile("(?m)^FROM (\\S+)").matcher(dockerfile);
        while (from.find()) {
            images.add(from.group(1));
        }
        assertThat(images)
                .hasSizeGreaterThanOrEqualTo(6)
                .allMatch(image -> IMAGE.matcher(image).matches());
        assertThat(dockerfile)
                .contains("\nUSER 10001\n", "keiba.bootstrap.Main", "eclipse-temurin:21-jre")
                .contains("ENTRYPOINT [\"java\"");
        assertThat(kubernetes().toString()).contains("\"runAsUser\":10001");
    }

    @Test
    void secrets_come_from_files_that_are_not_in_the_project() throws IOException {
        assertThat(compose()
                        .path("secrets")
                        .valueStream()
                        .map(secret -> secret.path("file").asText()))
                .allMatch(file -> file.startsWith("secrets/"));
        assertThat(Files.readString(DEPLOY.resolve("secrets/.gitignore"))).contains("\n*\n");
        assertThat(ofKind(kubernetes(), "Secret")).isEmpty();
    }
}
