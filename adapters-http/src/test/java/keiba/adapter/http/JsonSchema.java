package keiba.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The part of JSON Schema that the OpenAPI file uses; in addition, fields that are not described are errors. */
final class JsonSchema {
    private final JsonNode file;

    JsonSchema(JsonNode file) {
        this.file = file;
    }

    /** Returns the node that a {@code $ref} refers to; any other node is returned unchanged. */
    JsonNode resolve(JsonNode given) {
        return given.has("$ref") ? resolve(file.at(given.get("$ref").textValue().substring(1))) : given;
    }

    /** Returns in what a value differs from its schema. */
    List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "$", faults);
        checkNames(List.of(schema), value, "$", faults);
        return faults;
    }

    private void check(JsonNode given, JsonNode value, String at, List<String> faults) {
        JsonNode schema = resolve(given);
        for (Map.Entry<String, JsonNode> rule : schema.properties()) {
            if (!holds(rule.getKey(), rule.getValue(), schema, value, at, faults)) {
                faults.add(at + ": " + rule.getKey() + " " + rule.getValue() + " does not hold for " + value);
            }
        }
    }

    private boolean holds(
            String keyword, JsonNode rule, JsonNode schema, JsonNode value, String at, List<String> faults) {
        switch (keyword) {
            case "properties" ->
                rule.properties().stream()
                        .filter(property -> value.has(property.getKey()))
                        .forEach(property -> check(
                                property.getValue(),
                                value.get(property.getKey()),
                                at + "." + property.getKey(),
                                faults));
            case "additionalProperties" ->
                value.properties().stream()
                        .filter(field -> !schema.path("properties").has(field.getKey()))
                        .forEach(field -> check(rule, field.getValue(), at + "." + field.getKey(), faults));
            case "propertyNames" ->
                value.properties().forEach(field -> check(rule, TextNode.valueOf(field.getKey()), at, faults));
            case "items" -> value.forEach(item -> check(rule, item, at + "[]", faults));
            case "allOf" -> rule.forEach(part -> check(part, value, at, faults));
            default -> {
                return isMet(keyword, rule, value);
            }
        }
        return true;
    }

    private boolean isMet(String keyword, JsonNode rule, JsonNode value) {
        return switch (keyword) {
            case "type" -> texts(rule).stream().anyMatch(type -> isA(type, value));
            case "enum" -> contains(rule, value);
            case "const" -> rule.equals(value);
            case "anyOf", "oneOf" -> accepts(rule, value);
            case "required" -> texts(rule).stream().allMatch(value::has);
            case "pattern" ->
                !value.isTextual()
                        || Pattern.compile(rule.textValue())
                                .matcher(value.textValue())
                                .find();
            case "format" -> !value.isTextual() || isFormatted(rule.textValue(), value.textValue());
            case "minimum" -> !value.isNumber() || value.decimalValue().compareTo(rule.decimalValue()) >= 0;
            case "maximum" -> !value.isNumber() || value.decimalValue().compareTo(rule.decimalValue()) <= 0;
            case "multipleOf" -> value.longValue() % rule.longValue() == 0;
            case "minLength" -> value.textValue().length() >= rule.intValue();
            case "maxLength" -> value.textValue().length() <= rule.intValue();
            case "minItems" -> value.size() >= rule.intValue();
            case "maxItems" -> value.size() <= rule.intValue();
            case "description", "examples", "default", "readOnly" -> true;
            case "x-extensible-enum" ->
                contains(rule, value) || value.asText().matches("urn:keiba:problem:http-\\d{3}");
            default -> throw new IllegalArgumentException("not a rule that is known here: " + keyword);
        };
    }

    private static List<String> texts(JsonNode oneOrMany) {
        List<String> texts = new ArrayList<>();
        if (oneOrMany.isTextual()) {
            texts.add(oneOrMany.textValue());
        }
        oneOrMany.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static boolean isA(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("not a type: " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode possible : values) {
            if (possible.isNumber()
                    ? value.isIntegralNumber() && possible.longValue() == value.longValue()
                    : possible.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private boolean accepts(JsonNode alternatives, JsonNode value) {
        for (JsonNode alternative : alternatives) {
            List<String> faults = new ArrayList<>();
            check(alternative, value, "", faults);
            if (faults.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFormatted(String format, String text) {
        return switch (format) {
            case "date" -> LocalDate.parse(text).toString().equals(text);
            case "date-time" -> Instant.parse(text).toString().equals(text);
            case "uuid" -> UUID.fromString(text).toString().equals(text);
            case "int32", "int64" -> false; // of numbers, not of texts
            default -> throw new IllegalArgumentException("not a format: " + format);
        };
    }

    private void checkNames(List<JsonNode> given, JsonNode value, String at, List<String> faults) {
        List<JsonNode> schemas = parts(given);
        if (value.isArray()) {
            List<JsonNode> items = children(schemas, "items");
            value.forEach(item -> checkNames(items, item, at + "[]", faults));
        }
        Set<String> names = new HashSet<>();
        schemas.forEach(schema -> schema.path("properties").fieldNames().forEachRemaining(names::add));
        List<JsonNode> others = children(schemas, "additionalProperties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            List<JsonNode> described = new ArrayList<>(others);
            schemas.forEach(schema -> described.add(schema.path("properties").path(field.getKey())));
            if (!names.contains(field.getKey()) && others.isEmpty()) {
                faults.add(at + "." + field.getKey() + " is not described");
            }
            checkNames(described, field.getValue(), at + "." + field.getKey(), faults);
        }
    }

    private static List<JsonNode> children(List<JsonNode> schemas, String name) {
        return schemas.stream()
                .map(schema -> schema.path(name))
                .filter(child -> !(child instanceof MissingNode))
                .toList();
    }

    /** Returns these schemas and all schemas inside them. */
    private List<JsonNode> parts(List<JsonNode> given) {
        List<JsonNode> parts = new ArrayList<>();
        for (JsonNode one : given) {
            JsonNode schema = resolve(one);
            parts.add(schema);
            for (String made : List.of("allOf", "anyOf", "oneOf")) {
                List<JsonNode> inner = new ArrayList<>();
                schema.path(made).forEach(inner::add);
                parts.addAll(parts(inner));
            }
        }
        return parts;
    }
}
