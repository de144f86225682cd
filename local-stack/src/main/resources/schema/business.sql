-- The shop. Every column but the identifying ones has a default, as rows are written by several programs of the site.
-- `task` is the newer name of `order_tab` at some sites; this shop has `order_tab` only.

CREATE TABLE IF NOT EXISTS user (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_name VARCHAR(64),
    mobile VARCHAR(32),
    user_email VARCHAR(128),
    sex TINYINT,
    company_id BIGINT,
    company_name VARCHAR(255),
    country VARCHAR(64),
    province VARCHAR(64),
    city VARCHAR(64),
    role INT NOT NULL DEFAULT 0,
    reg_channel VARCHAR(64),
    is_valid TINYINT NOT NULL DEFAULT 1,
    is_register TINYINT NOT NULL DEFAULT 1,
    is_certificated TINYINT NOT NULL DEFAULT 0,
    is_consumption TINYINT DEFAULT 0,
    last_login_time DATETIME,
    create_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    update_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    KEY user_update_time (update_time)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- `tag` is a list with semicolons; `cover_id` names a row of dataset_image.
CREATE TABLE IF NOT EXISTS dataset (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    dataset_name VARCHAR(512),
    description TEXT,
    description_txt TEXT,
    intro VARCHAR(1024),
    tag VARCHAR(512),
    type_id BIGINT,
    data_format VARCHAR(64),
    pattern VARCHAR(64),
    price DECIMAL(12, 2) NOT NULL DEFAULT 0.00,
    original_price DECIMAL(12, 2),
    amount BIGINT,
    dataset_size BIGINT,
    sales_volume BIGINT NOT NULL DEFAULT 0,
    clout BIGINT NOT NULL DEFAULT 0,
    create_user BIGINT,
    create_company_name VARCHAR(255),
    cover_id BIGINT,
    status INT,
    publish_status INT,
    is_delete TINYINT NOT NULL DEFAULT 0,
    create_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    update_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    KEY dataset_update_time (update_time)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE IF NOT EXISTS dataset_image (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    dataset_id BIGINT NOT NULL,
    image_url VARCHAR(1024),
    image_order INT NOT NULL DEFAULT 0,
    create_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    update_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    KEY dataset_image_dataset (dataset_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Orders of data sets. Paid: is_delete = 0 and pay_status 1 or 5.
CREATE TABLE IF NOT EXISTS order_tab (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    dataset_id BIGINT NOT NULL,
    create_user BIGINT NOT NULL,
    price DECIMAL(12, 2) NOT NULL DEFAULT 0.00,
    pay_status INT NOT NULL DEFAULT 0,
    task_status INT NOT NULL DEFAULT 0,
    is_delete TINYINT NOT NULL DEFAULT 0,
    pay_time DATETIME,
    create_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    update_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    KEY order_tab_dataset (dataset_id),
    KEY order_tab_user (create_user),
    KEY order_tab_update_time (update_time)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Orders of APIs; `frequency` is the quantity. Paid: is_delete = 0 and pay_status 1.
CREATE TABLE IF NOT EXISTS api_order (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    api_id BIGINT NOT NULL,
    creator_id BIGINT NOT NULL,
    price DECIMAL(12, 2) NOT NULL DEFAULT 0.00,
    api_price DECIMAL(12, 2),
    frequency INT NOT NULL DEFAULT 1,
    pay_status INT NOT NULL DEFAULT 0,
    run_status INT NOT NULL DEFAULT 0,
    is_delete TINYINT NOT NULL DEFAULT 0,
    pay_time DATETIME,
    create_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    update_time DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
    KEY api_order_api (api_id),
    KEY api_order_creator (creator_id),
    KEY api_order_update_time (update_time)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
