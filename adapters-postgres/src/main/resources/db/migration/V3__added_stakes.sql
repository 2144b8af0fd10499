-- Adds to some of a pool's thousands of stakes where they lie, instead of carrying all of them to the recorder and back.

CREATE FUNCTION add_stakes(stakes bigint[], indexes integer[], yen bigint[]) RETURNS bigint[] LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    FOR i IN 1 .. cardinality(indexes) LOOP
        stakes[indexes[i] + 1] := stakes[indexes[i] + 1] + yen[i];
    END LOOP;
    RETURN stakes;
END
$$;
COMMENT ON FUNCTION add_stakes IS 'The stakes after adding yen to those at the indexes, which count from 0';
