"""Calls ApsaraMQ for Kafka with alibabacloud_alikafka20190916: see python-clients.test.ts for what comes and goes."""

import json
import sys

from alibabacloud_alikafka20190916 import models
from alibabacloud_alikafka20190916.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config


def call(client, action, parameters):
    try:
        if action == "StartInstance":
            answer = client.start_instance(models.StartInstanceRequest().from_map(parameters))
        else:
            answer = client.get_instance_list(models.GetInstanceListRequest().from_map(parameters))
        return answer.body.to_map()
    except AlibabaCloudException as error:
        return {"refused": error.code, "httpStatus": error.status_code}


given = json.load(sys.stdin)
config = Config(
    endpoint=given["endpoint"],
    protocol="HTTP",
    access_key_id=given["accessKeyId"],
    access_key_secret=given["accessKeySecret"],
)
client = Client(config)
json.dump([call(client, action, parameters) for action, parameters in given["calls"]], sys.stdout)
